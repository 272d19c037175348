/** The English sentences about fetching ahead, the time that is left, visits without a network, and new versions. */
export const enOffline = {
  starting: 'Starting',

  missing: 'A first run fetches {size}.',
  missingEachVisit: 'A first run fetches {size}. This browser does not keep it.',
  fetching: 'Fetching the models ahead: {loaded} of {total}',
  failed: 'The models could not be fetched ahead. A run tries again.',
  here: 'Everything is here. The page works without a connection.',
  fetchNow: 'Fetch now',
  stop: 'Stop',
  takes: 'A run takes {time}.',

  left: '{time} left',
  times: {
    few: 'a few seconds',
    seconds: 'about {count} s',
    minutes: 'about {count} min',
  },

  install: 'Install',
  installHint: 'Installs this page as an app. Then it opens photos and PLY files from the desktop.',

  update: {
    message: 'A new version is available.',
    hint: 'Reload the page to use it. Results that you have not saved are lost.',
  },
  taken: {
    message: 'Another tab uses a new version of this page.',
    hint: 'Reload this tab, too. Results that you have not saved are lost.',
  },
  stale: {
    message: 'A part of this page could not be loaded.',
    hint: 'The server may have a newer version. Check the connection, then reload the page.',
  },
  reload: 'Reload',
  moreThreads: 'Reload the page once. Then the CPU uses several threads.',
};

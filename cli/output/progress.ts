/** Shows a line of progress on stderr if stderr is a terminal. The next one replaces it. */
export function showProgressText(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Shows the progress on stderr if stderr is a terminal. */
export const showProgress = (done: number, count: number): void =>
  showProgressText(done < count ? `${done} of ${count}` : '');

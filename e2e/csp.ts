import type { CDPSession, Page } from '@playwright/test';

/** One violation of the content security policy: what was refused, and the file that tried it. */
export type Violation = string;

interface Message {
  method?: string;
  params?: unknown;
}

/** What Chromium's `Audits` domain says about one violation. */
interface Issue {
  violatedDirective: string;
  contentSecurityPolicyViolationType: string;
  blockedURL?: string;
  sourceCodeLocation?: { url: string; lineNumber: number; columnNumber: number };
}

const describe = (issue: Issue): Violation => {
  const { url = '', lineNumber = 0, columnNumber = 0 } = issue.sourceCodeLocation ?? {};
  const what = issue.blockedURL ?? issue.contentSecurityPolicyViolationType;
  return `${issue.violatedDirective}: ${what} at ${url}:${lineNumber + 1}:${columnNumber + 1}`;
};

/**
 * Adds each violation of a page to `found`: those of the document, of its workers, and of the workers of its workers.
 * `console` and the event `securitypolicyviolation` would not do: a worker tells neither to its page. Chromium stores the
 * violations of a worker, so none is lost before the worker is attached.
 */
export async function collectViolations(page: Page, found: Violation[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  let id = 0;

  /** Sends a command to the worker at the end of `path`, through all workers before it. */
  const send = (path: readonly string[], method: string, params: object = {}) => {
    let message = JSON.stringify({ id: ++id, method, params });
    for (const sessionId of path.slice(1).reverse())
      message = JSON.stringify({
        id: ++id,
        method: 'Target.sendMessageToTarget',
        params: { sessionId, message },
      });
    // A worker may have ended by now.
    session.send('Target.sendMessageToTarget', { sessionId: path[0], message }).catch(() => {});
  };

  const receive = (path: readonly string[], { method, params }: Message) => {
    if (method === 'Target.attachedToTarget') {
      const worker = [...path, (params as { sessionId: string }).sessionId];
      send(worker, 'Audits.enable');
      send(worker, 'Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false });
    } else if (method === 'Target.receivedMessageFromTarget') {
      const { sessionId, message } = params as { sessionId: string; message: string };
      receive([...path, sessionId], JSON.parse(message) as Message);
    } else if (method === 'Audits.issueAdded') {
      const { details } = (params as AuditsIssue).issue;
      const issue = details.contentSecurityPolicyIssueDetails;
      if (issue) found.push(describe(issue));
    }
  };

  for (const method of EVENTS)
    session.on(method, (params: unknown) => receive([], { method, params }));
  await session.send('Audits.enable');
  await attachToWorkers(session);
}

interface AuditsIssue {
  issue: { details: { contentSecurityPolicyIssueDetails?: Issue } };
}

const EVENTS = [
  'Audits.issueAdded',
  'Target.attachedToTarget',
  'Target.receivedMessageFromTarget',
] as const;

/** Not flattened, because a session of Playwright cannot reach a flattened session of a worker. */
const attachToWorkers = (session: CDPSession) =>
  session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });

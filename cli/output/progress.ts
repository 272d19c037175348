/** Shows the progress on stderr if stderr is a terminal. */
export function showProgress(done: number, count: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\u001b[K${done < count ? `${done} of ${count}` : ''}`);
}

/**
 * Makes a call whose callback is silent after its end. A worker's callback has a message port of its own, so its last
 * message may arrive later than the result. Late progress would then replace the result on the page.
 * @param report gets what the callback is called with, until the call has ended
 * @param call makes the call with this callback
 */
export async function untilEnded<Value, Result>(
  report: (value: Value) => void,
  call: (listener: (value: Value) => void) => Promise<Result>,
): Promise<Result> {
  let ended = false;
  try {
    return await call((value) => {
      if (!ended) report(value);
    });
  } finally {
    ended = true;
  }
}

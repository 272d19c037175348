// Exclusive prefix sum over the 256 threads of a workgroup. The threads form 16 runs of 16. Each thread adds up the
// values of the earlier threads in its run, and the totals of the earlier runs. Call the function in uniform control
// flow.
//
// In:    one value per thread.
// Out:   the sum of the values of all threads with a smaller index.
// Needs: no other file.

var<workgroup> scanItems: array<u32, 256>;
var<workgroup> scanRuns: array<u32, 16>;

fn workgroupExclusiveScan(value: u32, thread: u32) -> u32 {
  // For calls in a loop: all threads must have finished reading the arrays of the previous call.
  workgroupBarrier();
  scanItems[thread] = value;
  workgroupBarrier();
  let run = thread / 16;
  var before = 0u;
  for (var k = run * 16; k < thread; k++) { before += scanItems[k]; }
  if (thread % 16 == 15) { scanRuns[run] = before + value; }
  workgroupBarrier();
  for (var k = 0u; k < run; k++) { before += scanRuns[k]; }
  return before;
}

// Exclusive prefix sum over the 256 threads of a workgroup. Each thread adds up the values before it in its run of 16
// threads, and the totals of the runs before. Call it in uniform control flow.
//
// In:    one value per thread.
// Out:   the sum of the values of all threads before.
// Needs: no other file.

var<workgroup> scanItems: array<u32, 256>;
var<workgroup> scanRuns: array<u32, 16>;

fn workgroupExclusiveScan(value: u32, thread: u32) -> u32 {
  // For a caller in a loop: all threads must have finished reading the arrays of the previous round.
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

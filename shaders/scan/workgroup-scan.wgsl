// Exclusive prefix sum over the 256 threads of a workgroup, in two barriers: each thread adds up what lies
// before it in its run of 16, and the totals of the runs before. Call in uniform control flow.

var<workgroup> scanItems: array<u32, 256>;
var<workgroup> scanRuns: array<u32, 16>;

fn workgroupExclusiveScan(value: u32, thread: u32) -> u32 {
  // The first barrier also lets a caller in a loop finish reading the last round.
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

// How a check fails: every problem is named, at most MOST of them. Decides nothing.

import assert from "node:assert/strict";

const MOST = 40;

/** Fails with the list of problems, unless it is empty. */
export function none(problems) {
  if (problems.length === 0) return;
  const shown = problems.slice(0, MOST).map((problem) => `  ${problem}`);
  if (problems.length > MOST) shown.push(`  … and ${problems.length - MOST} more`);
  assert.fail(`${problems.length} found:\n${shown.join("\n")}`);
}

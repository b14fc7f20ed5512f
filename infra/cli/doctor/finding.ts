import Table from "cli-table3"

/** What the doctor found: it works, it does not, or it cannot be shown from here. */
export type Outcome = "pass" | "fail" | "not shown here"

/** One thing that the doctor looked at. */
export type Finding = {
  readonly check: string
  readonly outcome: Outcome
  /** What was seen, or why nothing could be. */
  readonly detail: string
}

/** Makes the findings of one check. */
export const finding = (check: string) => ({
  pass: (detail: string): Finding => ({ check, outcome: "pass", detail }),
  fail: (detail: string): Finding => ({ check, outcome: "fail", detail }),
  notShown: (detail: string): Finding => ({ check, outcome: "not shown here", detail }),
})

/** What the doctor leaves behind, one sentence each. */
export type LeftBehind = readonly string[]

/** Whether nothing failed, and something passed: a run that could show nothing is no clean bill of health. */
export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ outcome }) => outcome !== "fail") && findings.some(({ outcome }) => outcome === "pass")
}

/** The findings as a table for people. */
export function findingsInWords(findings: readonly Finding[], left: LeftBehind, run: string): string {
  const table = new Table({
    head: ["check", "", "what was seen"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [44, 16, 64],
  })
  for (const { check, outcome, detail } of findings) table.push([check, outcome === "fail" ? "FAIL" : outcome, detail])
  const count = (wanted: Outcome) => findings.filter(({ outcome }) => outcome === wanted).length
  return [
    table.toString(),
    `${count("pass")} passed, ${count("fail")} failed, ${count("not shown here")} not shown here.`,
    `Everything of this run is marked with ${run}. What stays of it:`,
    ...left.map((each) => `  ${each}`),
    "",
  ].join("\n")
}

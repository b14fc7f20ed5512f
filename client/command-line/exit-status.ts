/** How a command can end. */
export const exitStatus = { fine: 0, needsPerson: 1, wrongUsage: 2, notDone: 3 } as const
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus]

/** What each status means, whatever the command. */
export const exitStatusMeanings: Readonly<Record<ExitStatus, string>> = {
  0: "done, and nothing needs a person",
  1: "done, and something needs a person",
  2: "wrong usage, or a file that cannot be used: nothing was done",
  3: "not done or not checked: AWS does not answer or refuses, or Wayseal itself fails",
}

import { seededRandom } from "../simulation/random.ts"

/** Some of the choices, taken together. The others are not taken. */
export type Row = ReadonlySet<string>

/** Choices that are decided, and whether they are taken. */
type Decided = ReadonlyMap<string, boolean>

/** So many rows are tried for each that is kept. More find fewer rows, and take longer. */
const tries = 10

/**
 * Few rows of choices in which each two choices meet in every way that is possible: both taken, one without the other,
 * and neither. The same choices always make the same rows.
 *
 * @param goTogether whether choices may be taken together; those that may, may without some of them too
 */
export function coveringRows(choices: readonly string[], goTogether: (taken: Row) => boolean): readonly Row[] {
  const open = new Map(
    choices.flatMap((one, place) => choices.slice(place + 1).flatMap((other) => meetingsOf(one, other, goTogether))),
  )
  const random = seededRandom(1)
  const rows: Row[] = []
  for (;;) {
    const [next] = open.values()
    if (next === undefined) return rows
    const made = Array.from({ length: tries }, () => {
      const row = new Map(next)
      for (const choice of random.shuffled(choices)) {
        if (row.has(choice)) continue
        const [gain, gainWithout] = [true, false].map((isTaken) => gainOf(open, row, choice, isTaken))
        row.set(choice, (gain ?? 0) > (gainWithout ?? 0) && goTogether(new Set([...takenIn(row), choice])))
      }
      return { row, met: meetingsIn(row).filter((name) => open.has(name)) }
    })
    const [best] = made.sort((one, other) => other.met.length - one.met.length)
    for (const name of best?.met ?? []) open.delete(name)
    rows.push(takenIn(best?.row ?? next))
  }
}

const takenIn = (row: Decided): Row => new Set([...row].flatMap(([choice, isTaken]) => (isTaken ? [choice] : [])))

/** The ways in which two choices can meet, by their names. */
function meetingsOf(one: string, other: string, goTogether: (taken: Row) => boolean) {
  const all = [true, false].flatMap((taken) => [true, false].map((otherTaken) => [taken, otherTaken] as const))
  return all.flatMap(([taken, otherTaken]) => {
    const meeting: Decided = new Map([
      [one, taken],
      [other, otherTaken],
    ])
    return goTogether(takenIn(meeting)) ? [[meetingName(one, taken, other, otherTaken), meeting] as const] : []
  })
}

function meetingName(one: string, isTaken: boolean, other: string, otherIsTaken: boolean): string {
  const words = [`${one} ${isTaken ? "taken" : "left"}`, `${other} ${otherIsTaken ? "taken" : "left"}`]
  return words.sort().join(", ")
}

const meetingsIn = (row: Decided): readonly string[] =>
  [...row].flatMap(([one, isTaken], place) =>
    [...row].slice(place + 1).map(([other, otherIsTaken]) => meetingName(one, isTaken, other, otherIsTaken)),
  )

/** How many more meetings a row would have with a choice taken, or left. */
const gainOf = (open: ReadonlyMap<string, Decided>, row: Decided, choice: string, isTaken: boolean): number =>
  [...row].filter(([other, otherIsTaken]) => open.has(meetingName(choice, isTaken, other, otherIsTaken))).length

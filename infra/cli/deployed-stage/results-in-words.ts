import Table from "cli-table3"
import type { CheckResult } from "./check-result.ts"

const stateWords = {
  ok: "ok",
  note: "note",
  toDo: "TO DO",
  unknown: "NOT CHECKED",
  notShown: "not shown here",
} as const

const widestText = 88

/**
 * The results as a table for a terminal, and what to run behind it.
 *
 * @param closing the last line
 */
export function resultsInWords(results: readonly CheckResult[], closing: string): string {
  const [first, ...others] = results
  // Nothing else was checked, so a table would only be in the way.
  if (first !== undefined && others.length === 0) return [first.text, ...(first.commands ?? []), ""].join("\n")
  const table = new Table({ head: ["what", "state", "found"], style: { head: [], border: [] } })
  for (const { check, state, text } of results) table.push([check, stateWords[state], wrapped(text)])
  const commands = results.flatMap((result) => result.commands ?? [])
  const toRun = commands.length === 0 ? [] : ["", "Commands, in their order:", ...commands.map((each) => `  ${each}`)]
  return [table.toString(), ...toRun, "", closing, ""].join("\n")
}

/** How many results a person has to look at, such as `2 to do, 1 not checked`. */
export function openInWords(results: readonly CheckResult[]): string {
  const count = (state: CheckResult["state"]) => results.filter((result) => result.state === state).length
  return `${count("toDo")} to do, ${count("unknown")} not checked`
}

/** How many checks an emulator cannot show, as a sentence behind another; nothing if it shows all. */
export function notShownInWords(results: readonly CheckResult[]): string {
  const count = results.filter(({ state }) => state === "notShown").length
  return count === 0 ? "" : ` ${count} checks are not shown here: the emulator does not have what they look at.`
}

/** Breaks a text between words. */
function wrapped(text: string): string {
  const lines = [""]
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? ""
    if (line !== "" && line.length + word.length + 1 > widestText) lines.push(word)
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`
  }
  return lines.join("\n")
}

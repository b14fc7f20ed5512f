import { describe, expect, it } from "@jest/globals"
import { CaseBusy } from "../../../shared/desk/cases/case-busy.ts"
import type { Decided } from "../../../shared/desk/cases/case-draft.ts"
import { caseWriter } from "../../../shared/desk/cases/case-writer.ts"
import { testSigner } from "../../base/platform/signing/test-signer.ts"
import { aCase } from "./breach-cases.contract.ts"

const nobodyWaits = {
  waiting: async () => [],
  wait: async () => {},
  forget: async () => {},
  mark: async () => "marked" as const,
}

/** A writer whose first commits lose a race, and the reads and pauses that it made. */
function racing(lost: number, forget: () => Promise<void> = nobodyWaits.forget) {
  const made = { reads: 0, pauses: 0, commits: 0 }
  const write = caseWriter({
    cases: {
      ...nobodyWaits,
      forget,
      items: async () => [],
      commit: async () => (++made.commits <= lost ? "conflict" : "committed"),
    },
    laws: [],
    clock: () => new Date("2026-11-01T12:00:00.000Z"),
    randomId: () => "AAAAAAAAAAAAAAAAAAAAAA",
    sleep: async () => {
      made.pauses += 1
    },
    macHead: async () => "",
    signer: testSigner,
  })
  const read = async () => ({ current: aCase("one"), reading: ++made.reads })
  return { made, write, read }
}

const closing = ({ current, reading }: { current: ReturnType<typeof aCase>; reading: number }): Decided<number> => ({
  draft: { case: current, items: [], entries: [] },
  result: reading,
})

describe("the writer of cases", () => {
  it("reads and decides again when another writer was first", async () => {
    const { made, write, read } = racing(2)
    expect(await write(read, closing)).toBe(3)
    expect(made).toEqual({ reads: 3, pauses: 2, commits: 3 })
  })

  it("has written what it stored, even if it cannot say that its side no longer waits", async () => {
    const throttled = async () => {
      throw new Error("throttled")
    }
    const { made, write, read } = racing(1, throttled)
    expect(await write(read, closing)).toBe(2)
    expect(made.commits).toBe(2)
  })

  it("stores nothing if nothing changes", async () => {
    const { made, write, read } = racing(0)
    expect(await write(read, () => ({ result: "refused" }))).toBe("refused")
    expect(made).toEqual({ reads: 1, pauses: 0, commits: 0 })
  })

  it("gives up when others keep changing the case", async () => {
    const { write, read } = racing(Number.POSITIVE_INFINITY)
    await expect(write(read, closing)).rejects.toThrow(CaseBusy)
  })
})

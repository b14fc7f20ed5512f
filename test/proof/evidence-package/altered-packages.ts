import type { FindingCode } from "../../../shared/proof/evidence-package/finding.ts"
import {
  caseAlias,
  type Draft,
  hub,
  intactDraft,
  type Package,
  packageOf,
  stranger,
  withFile,
} from "./sample-package.ts"

/** What somebody did to a package, and what each way of checking has to say of it. */
export type Alteration = {
  readonly what: string
  readonly make: () => Promise<Package>
  /** The checks that are broken with the pin of the hub's key, with what they say. None: the package is good. */
  readonly broken: Readonly<Record<string, FindingCode>>
}

const draftWith = async (change: (draft: Draft) => Partial<Draft>): Promise<Package> => {
  const draft = await intactDraft()
  return packageOf({ ...draft, ...change(draft) })
}

/** Unless it says otherwise, whoever altered the package also adapted its manifest. */
export const alterations: readonly Alteration[] = [
  { what: "nothing", make: () => draftWith(() => ({})), broken: {} },
  {
    what: "the data of an entry were changed",
    make: () =>
      draftWith(({ entries }) => ({
        entries: entries.map((entry) => (entry.seq === 4 ? { ...entry, data: { by: "nobody" } } : entry)),
      })),
    broken: { chain: "chainBroken" },
  },
  {
    what: "the last entry was dropped, and the old signature kept",
    make: () => draftWith(({ entries }) => ({ entries: entries.slice(0, -1), signedEntries: entries })),
    broken: { signature: "signatureWrong" },
  },
  {
    what: "everything was made and signed by somebody else, with other keys",
    make: async () => {
      const keys = await stranger.all()
      return draftWith(() => ({ signer: stranger, keys }))
    },
    broken: { key: "keyNotTrusted", statements: "statementsWrong" },
  },
  {
    what: "a file of evidence was exchanged",
    make: () => draftWith(() => ({ log: new TextEncoder().encode("nothing happened\n") })),
    broken: { evidence: "evidenceDiffers" },
  },
  {
    what: "a line of the list was backdated",
    make: () =>
      draftWith(({ exposures }) => ({
        exposures: exposures.map((one, place) =>
          place === 2 ? { ...Object(one), firstExposureAt: "2026-10-01T02:02:00.000Z" } : one,
        ),
      })),
    broken: { exposures: "exposuresDiffer" },
  },
  {
    what: "a line of the list was removed, and the manifest left as it was",
    make: async () =>
      withFile(await draftWith(() => ({})), "exposures.jsonl", (text) => text.split("\n").slice(1).join("\n")),
    broken: { manifest: "filesDiffer", exposures: "exposuresDiffer" },
  },
  {
    what: "a statement says another count than the hub signed",
    make: async () => {
      const other = await draftWith(() => ({ stated: [{ disclosures: 12 }, { disclosures: 7 }] }))
      const [, content = ""] = new TextDecoder().decode(other.get("statements/2026-11-03.jws")).split(".")
      return withFile(await draftWith(() => ({})), "statements/2026-11-03.jws", (text) =>
        text.replace(/\..*\./, `.${content}.`),
      )
    },
    broken: { manifest: "filesDiffer", statements: "statementsWrong" },
  },
  {
    what: "a head that the party kept lies on another chain",
    make: async () => {
      const before = await intactDraft()
      const hash = before.entries[2]?.hash
      return packageOf({ ...before, ...(hash === undefined ? {} : { keptHash: hash }) })
    },
    broken: { heads: "headsStray" },
  },
  {
    what: "the hub stated another head on that day, and signed the statement",
    make: () =>
      draftWith(() => {
        const open = [{ caseAlias, head: { seq: 2, hash: "0".repeat(64) } }]
        return { stated: [{ cases: { open } }] }
      }),
    broken: { heads: "headsForked" },
  },
  {
    what: "the statement of a day was left out",
    make: async () => {
      const whole = await draftWith(() => ({ stated: [{}, {}, {}] }))
      return new Map([...whole].filter(([path]) => path !== "statements/2026-11-03.jws"))
    },
    broken: { manifest: "filesMissing", statements: "statementsUnchained" },
  },
  {
    what: "the keys do not endorse each other",
    make: async () => {
      const { keys } = await hub.all()
      return draftWith(() => ({ keys: { keys: keys.map((key) => ({ ...key, endorsements: [] })) } }))
    },
    broken: { key: "keyNotTrusted", statements: "statementsWrong" },
  },
]

import { useMemo, useState } from "react"
import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { useSession } from "../api/session.ts"
import type { ExposureLine } from "../exposures/exposure-table.ts"
import { UnnamedShipments } from "../exposures/unnamed-shipments.tsx"
import { useExposures } from "../exposures/use-exposures.ts"
import { useSay } from "../language/language-provider.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading } from "../parts/reading.tsx"
import { saveFile } from "../parts/save-file.ts"
import { type Contact, contactsOf } from "./contacts.ts"
import { type Affected, joinOrders } from "./join-orders.ts"
import { type Decide, JoinedStep } from "./joined-step.tsx"
import { type MergeWords, mergeFile } from "./merge-file.ts"
import { ResultStep } from "./result-step.tsx"
import { type ShopFile, ShopFileStep } from "./shop-file-step.tsx"

type MailMergePartProps = {
  readonly caseAlias: string
  /** Whether the person may give receipts. */
  readonly mayChange: boolean
  /** How many exposed shipments the case has by now. */
  readonly shipments: number
}

/** Writes to everybody affected: the shop's file, the file for the mailer, its results, the receipts. */
export function MailMergePart({ caseAlias, mayChange, shipments }: MailMergePartProps) {
  const say = useSay()
  const { lines, isComplete, unnamed, problem } = useExposures(caseAlias, shipments)
  // What was read before a repeat stays, so that a file that is open stays too.
  if (problem !== null && lines.length === 0) return <ProblemText problem={problem} />
  if (!isComplete) return <Loading of={say("exposures.reading", { count: lines.length, all: shipments })} />
  return (
    <>
      <UnnamedShipments named={lines.length} unnamed={unnamed} />
      <MergeSteps caseAlias={caseAlias} mayChange={mayChange} lines={lines} />
    </>
  )
}

type MergeStepsProps = {
  readonly caseAlias: string
  readonly mayChange: boolean
  readonly lines: readonly ExposureLine[]
}

type Decided = ReadonlyMap<string, Contact | undefined>

const undecided: Decided = new Map()

/** What the officer opened and decided, and what follows from it. */
function useMerge(lines: readonly ExposureLine[]) {
  const { partyKind } = useSession()
  const [file, setFile] = useState<ShopFile | undefined>(undefined)
  const [decided, setDecided] = useState<Decided>(undecided)
  const [reach, setReach] = useState<Reach>({ withTold: false, withPossible: false })
  const contacts = useMemo(() => (file === undefined ? [] : contactsOf(file.table, file.mapping)), [file])
  const everybody = useMemo(
    () => affectedOf(lines, partyKind, { withTold: true, withPossible: true }),
    [lines, partyKind],
  )
  const all = useMemo(() => joinOrders(everybody, contacts, decided), [everybody, contacts, decided])
  const wanted = useMemo(() => affectedOf(lines, partyKind, reach), [lines, partyKind, reach])
  const joined = useMemo(() => joinOrders(wanted, contacts, decided), [wanted, contacts, decided])
  const decide: Decide = (references, contactOf) =>
    setDecided(new Map([...decided, ...references.map((one, place) => [one, contactOf(place)] as const)]))
  const undo = () => setDecided(undecided)
  const open = (opened: ShopFile | undefined) => {
    setFile(opened)
    undo()
  }
  const choices = { decide, undo: decided.size === 0 ? undefined : undo }
  return { file, open, reach, setReach, everybody, matched: all.matched, joined, choices }
}

function MergeSteps({ caseAlias, mayChange, lines }: MergeStepsProps) {
  const say = useSay()
  const { file, open, reach, setReach, everybody, matched, joined, choices } = useMerge(lines)
  const words = useMergeWords(caseAlias)
  const save = (language: DocumentLanguage) => {
    const name = `${caseAlias}-mail-merge-${language}.csv`
    saveFile(name, "text/csv;charset=utf-8", mergeFile(joined.matched, words(language)))
  }
  return (
    <>
      <ReachChoice lines={lines} reach={reach} change={setReach} />
      <ShopFileStep file={file} onFile={open} />
      {file?.mapping.order === undefined ? (
        <section aria-label={say("mailMerge.joined.title")}>
          <h3>{say("mailMerge.joined.title")}</h3>
          <p>{say("mailMerge.joined.first")}</p>
        </section>
      ) : (
        <JoinedStep joined={joined} {...choices} save={save} />
      )}
      <ResultStep caseAlias={caseAlias} mayChange={mayChange} affected={everybody} matched={matched} />
    </>
  )
}

/** The words of the file for the mailer, in the language of the notice. */
function useMergeWords(code: string): (language: DocumentLanguage) => MergeWords {
  const { timeZone } = useSession()
  return (language) => ({ language, code, timeZone })
}

type ReachChoiceProps = {
  readonly lines: readonly ExposureLine[]
  readonly reach: Reach
  readonly change: (reach: Reach) => void
}

function ReachChoice({ lines, reach, change }: ReachChoiceProps) {
  const say = useSay()
  const told = lines.filter((line) => line.told !== "no").length
  const possible = lines.filter(({ isPossible }) => isPossible).length
  return (
    <>
      {told === 0 ? null : (
        <label className="check">
          <input
            type="checkbox"
            checked={reach.withTold}
            onChange={({ target }) => change({ ...reach, withTold: target.checked })}
          />
          {say("mailMerge.withTold", { count: told })}
        </label>
      )}
      {possible === 0 ? null : (
        <label className="check">
          <input
            type="checkbox"
            checked={reach.withPossible}
            onChange={({ target }) => change({ ...reach, withPossible: target.checked })}
          />
          {say("mailMerge.withPossible", { count: possible })}
        </label>
      )}
    </>
  )
}

/** Which of the exposed shipments a mail merge is about. */
type Reach = { readonly withTold: boolean; readonly withPossible: boolean }

/** The exposed shipments as a mail merge needs them. */
function affectedOf(
  lines: readonly ExposureLine[],
  partyKind: "retailer" | "carrier",
  { withTold, withPossible }: Reach,
): Affected[] {
  return lines
    .filter(({ told, isPossible }) => (withTold || told === "no") && (withPossible || !isPossible))
    .map(({ shipmentId, trackingNumber, reference, fields, firstExposureAt, lastExposureAt, isPossible, told }) => ({
      receiptId: partyKind === "retailer" ? shipmentId : trackingNumber,
      reference,
      fields,
      firstExposureAt,
      lastExposureAt,
      isPossible,
      isTold: told !== "no",
    }))
}

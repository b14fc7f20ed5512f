import { DateTime } from "luxon"
import { useState } from "react"
import { useNavigate } from "react-router"
import * as z from "zod"
import { type FieldName, fieldName, reportedFinderKind } from "../../shared/base/contracts/words.ts"
import { capital, momentSpan } from "../../shared/base/platform/bilingual.ts"
import { fieldInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { api } from "../api/console-api.ts"
import { now } from "../api/server-time.ts"
import { useMayAct, useSession } from "../api/session.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { Drafted } from "../drafts/drafted.tsx"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, SomeOf, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { Page } from "../parts/page.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import {
  CarrierFields,
  carrierFields,
  faultOf,
  givenCarrier,
  keyFault,
  typedCarrier,
} from "../settings/counterparty-form.tsx"
import type { Counterparty } from "../settings/settings.ts"
import { toolOfNamed, useNameCarrier, useNamedCarriers } from "./named-carriers.ts"
import { mostReferences, rangeSize } from "./range-size.ts"
import { type BreachReport, idsIn, type ReportedEvidence } from "./reported-evidence.ts"

/**
 * In a tool that reports its lookups, the ledger has them. In one that does not, somebody says which there were. Of a
 * supplier, a carrier says which of its parcels.
 */
const kinds = {
  reported: ["timeRange", "accessorToken", "accessIds"],
  unreported: ["referenceRange", "references", "timeRange"],
  supplier: ["trackingNumbers", "trackingRange"],
} as const
type Kind = (typeof kinds)[keyof typeof kinds][number]

const typedRange = z.object({ firstReference: z.string(), lastReference: z.string() })

/** Which lookups are reported, as the person says it. */
function useEvidence(where: keyof typeof kinds) {
  const [chosen, setKind] = useTyped("kind", z.enum(Object.values(kinds).flat()).optional(), undefined)
  const offered: readonly Kind[] = kinds[where]
  const kind = chosen !== undefined && offered.includes(chosen) ? chosen : (offered[0] ?? "timeRange")
  const [text, setText] = useTyped("ids", z.string(), "")
  const [range, setRange] = useTyped("range", typedRange, { firstReference: "", lastReference: "" })
  const [fields, setFields] = useTyped<FieldName[]>("fields", z.array(fieldName), [])
  const since = useStatedMoment(DateTime.fromJSDate(now()).minus({ days: 1 }).toUTC().toISO() ?? undefined, "since")
  const until = useStatedMoment(undefined, "until")
  const given = (): ReportedEvidence | undefined => {
    const ids = idsIn(text)
    const [accessorToken] = ids
    if (kind === "accessorToken") return accessorToken === undefined ? undefined : { kind, accessorToken }
    if (kind === "accessIds") return ids.length === 0 ? undefined : { kind, accessIds: ids }
    const [first, last] = [since.instant(), until.instant()]
    if (first === undefined || last === undefined) return undefined
    const time = { since: first, until: last }
    if (kind === "timeRange") return { kind, ...time }
    if (fields.length === 0) return undefined
    const shown = { ...time, fields }
    if (kind === "references" || kind === "trackingNumbers")
      return ids.length === 0 ? undefined : { kind: "references", references: ids, ...shown }
    const [firstReference, lastReference] = [range.firstReference.trim(), range.lastReference.trim()]
    return { kind: "referenceRange", firstReference, lastReference, ...shown }
  }
  return { kind, offered, setKind, text, setText, range, setRange, fields, setFields, since, until, given }
}

type Evidence = ReturnType<typeof useEvidence>

const isOfParcels = (kind: Kind): boolean => kind === "trackingNumbers" || kind === "trackingRange"

/** Asks which lookups are reported: those of a time, of one visitor, of order numbers, or single ones. */
function EvidenceFields({ evidence }: { readonly evidence: Evidence }) {
  const say = useSay()
  const { kind, offered, setKind, text, setText } = evidence
  const isList = kind === "accessIds" || kind === "references" || kind === "trackingNumbers"
  return (
    <>
      <OneOf
        label={say(isOfParcels(kind) ? "report.parcels" : "report.evidence")}
        options={offered.map((value) => ({
          value,
          label: say(`report.evidence.${value}`),
          hint: say(`report.evidenceHint.${value}`),
        }))}
        value={kind}
        onChange={setKind}
      />
      {kind === "referenceRange" || kind === "trackingRange" ? <RangeFields evidence={evidence} /> : null}
      {isList || kind === "accessorToken" ? (
        <TextBox label={say(`report.evidence.${kind}`)} value={text} onChange={setText} isLong={isList} isRequired />
      ) : null}
      <TimeAndFields evidence={evidence} />
    </>
  )
}

/** The first and the last order number, and what it costs the exchange to look all of them up. */
function RangeFields({ evidence: { range, setRange, kind } }: { readonly evidence: Evidence }) {
  const say = useSay()
  const of = isOfParcels(kind) ? "tracking" : "order"
  const size = rangeSize(range.firstReference, range.lastReference)
  return (
    <>
      {(["firstReference", "lastReference"] as const).map((name) => (
        <TextBox
          key={name}
          label={say(`report.${of}.${name}`)}
          value={range[name]}
          onChange={(text) => setRange({ ...range, [name]: text })}
          maxLength={100}
          isRequired
        />
      ))}
      <p role="status" className="hint">
        {size === undefined
          ? say(`report.${of}.rangeCost`, { most: mostReferences })
          : say(size > mostReferences ? "report.rangeTooLarge" : `report.${of}.rangeSize`, {
              size,
              most: mostReferences,
            })}
      </p>
    </>
  )
}

function TimeAndFields({ evidence }: { readonly evidence: Evidence }) {
  const say = useSay()
  const { language } = useLanguage()
  const { kind, since, until, fields, setFields } = evidence
  if (kind === "accessorToken" || kind === "accessIds") return null
  return (
    <>
      <MomentField label={say("report.since")} moment={since} />
      <MomentField label={say("report.until")} moment={until} />
      {kind === "timeRange" ? null : (
        <SomeOf
          label={say(isOfParcels(kind) ? "report.fieldsAtSupplier" : "report.fields")}
          hint={say("report.fieldsHint")}
          options={fieldName.options.map((value) => ({ value, label: capital(fieldInWords(value, language)) }))}
          value={fields}
          onChange={setFields}
          isRequired
        />
      )}
    </>
  )
}

/** Reports a breach that somebody told the party of, or that it found itself. A case opens or grows. */
export function ReportPage() {
  const say = useSay()
  return (
    <Page title={say("report.title")}>
      <p>{say("report.intro")}</p>
      {useMayAct() ? (
        <Drafted form="report">
          <ReportForm />
        </Drafted>
      ) : (
        <p>{say("report.reader")}</p>
      )}
    </Page>
  )
}

function ReportForm() {
  const say = useSay()
  const navigate = useNavigate()
  const [finder, setFinder] = useTyped("finder", reportedFinderKind.optional(), undefined)
  const received = useStatedMoment(undefined, "receivedAt")
  const tool = useTool()
  const evidence = useEvidence(tool.where)
  const toConfirm = useToConfirm(tool)
  const command = useReportCommand({
    onNamed: tool.choose,
    onDone: ({ caseAlias }) => void navigate(`/cases/${caseAlias}`),
  })
  const input = (): Reported | undefined => {
    const [given, receivedAt, name] = [evidence.given(), received.instant(), tool.name()]
    if (given === undefined || receivedAt === undefined || name === undefined || finder === undefined || !tool.check())
      return undefined
    const report = { finder, tool: name, receivedAt, evidence: given }
    const isAlone = tool.named !== undefined
    return { report, isAlone, ...(tool.newCarrier === undefined ? {} : { carrier: givenCarrier(tool.newCarrier) }) }
  }
  return (
    <CommandForm command={command} label={say("report.send")} input={input} confirm={toConfirm}>
      <OneOf
        label={say("report.finder")}
        options={reportedFinderKind.options.map((value) => ({ value, label: say(`report.finder.${value}`) }))}
        value={finder}
        onChange={setFinder}
      />
      <MomentField label={say("report.receivedAt")} moment={received} />
      <ToolFields tool={tool} />
      <EvidenceFields evidence={evidence} />
    </CommandForm>
  )
}

/** A report, and the carrier that it names for the first time. */
type Reported = {
  readonly report: BreachReport
  /** Whether it is about a carrier that takes no part: the hub finds nothing there but what the party said. */
  readonly isAlone: boolean
  readonly carrier?: Counterparty
}

type ReportCommandParts = {
  /** The carrier is named now, also if the report is refused then. */
  readonly onNamed: (key: string) => void
  readonly onDone: (opened: { readonly caseAlias: string }) => void
}

/** Names the carrier if it is new, and reports. Who reports alone knows all that the alert of the new case says. */
function useReportCommand({ onNamed, onDone }: ReportCommandParts) {
  const nameCarrier = useNameCarrier()
  return usePlainCommand({
    call: async ({ report, isAlone, carrier }: Reported, headers) => {
      const refused = carrier === undefined ? undefined : await nameCarrier(carrier, headers["idempotency-key"])
      if (refused !== undefined) return refused
      if (carrier !== undefined) onNamed(carrier.key)
      const answer = await api.POST("/v1/cases", { headers, body: report })
      if (isAlone && answer.data?.outcome === "opened")
        await acknowledge(answer.data.caseAlias, headers["idempotency-key"])
      return answer
    },
    changes: ["cases"],
    onDone,
  })
}

/** Confirms the alert of a case that the person has reported. If that fails, the page of the case asks for it. */
async function acknowledge(caseAlias: string, key: string): Promise<void> {
  const sending = api.POST("/v1/cases/{caseAlias}/acknowledgements", {
    params: { path: { caseAlias } },
    headers: { "idempotency-key": `${key}-read` },
    body: {},
  })
  await sending.catch(() => {})
}

/** What is asked before a report goes: it cannot be taken back, and a letter to a carrier goes at once. */
function useToConfirm({ named, where }: Pick<Tool, "named" | "where">): (reported: Reported) => string {
  const say = useSay()
  const { language } = useLanguage()
  const { timeZone } = useSession()
  return ({ report: { evidence } }) => {
    if (named === undefined) return say(where === "supplier" ? "report.confirmSupplier" : "report.confirm")
    const during = "since" in evidence ? momentSpan(evidence.since, evidence.until, timeZone, language) : ""
    const range =
      evidence.kind === "referenceRange"
        ? say("report.confirmRange", { first: evidence.firstReference, last: evidence.lastReference })
        : ""
    return say("report.confirmLetter", { name: named.name, email: named.privacyEmail, during, range })
  }
}

function ToolFields({ tool }: { readonly tool: Tool }) {
  const say = useSay()
  const { kind, setKind, options, carrier, setCarrier, supplier, setSupplier, newCarrier, setNewCarrier, fault } = tool
  return (
    <>
      <OneOf label={say("report.tool")} options={options} value={kind} onChange={setKind} />
      {newCarrier === undefined ? null : (
        <CarrierFields typed={newCarrier} isNew change={(part) => setNewCarrier({ ...newCarrier, ...part })} />
      )}
      {fault === undefined ? null : <Wrong>{say(fault)}</Wrong>}
      {kind === "carrier" ? (
        <TextBox
          label={say("report.carrier")}
          hint={say("report.carrierHint")}
          value={carrier}
          onChange={setCarrier}
          isRequired
        />
      ) : null}
      {kind === "supplier" ? (
        <TextBox
          label={say("report.supplier")}
          hint={say("report.supplierHint")}
          value={supplier}
          onChange={setSupplier}
          maxLength={tool.longestSupplier}
          isRequired
        />
      ) : null}
    </>
  )
}

type Tool = ReturnType<typeof useTool>

/** Characters of a carrier's id and of its short name for a supplier together, as the name of a tool has room for. */
const mostOfNames = 29

/** In which tool the lookups were. A carrier begins with its own. */
function useTool() {
  const say = useSay()
  const { partyKind, partyId, timeZone } = useSession()
  const carriers = useNamedCarriers()
  const begin = partyKind === "carrier" ? "carrier" : undefined
  const [kind, setKind] = useTyped<string | undefined>("tool", z.string().optional(), begin)
  const [carrier, setCarrier] = useTyped("carrier", z.string(), partyKind === "carrier" ? partyId : "")
  const [typed, setNewCarrier] = useTyped("newCarrier", carrierFields, typedCarrier(undefined, timeZone))
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>()
  const [supplier, setSupplier] = useTyped("supplier", z.string(), "")
  const newCarrier = kind === "new" ? typed : undefined
  const longestSupplier = Math.min(20, mostOfNames - partyId.length)
  const check = () => {
    const found = kind === "supplier" ? keyFault(supplier) : newCarrier && faultOf(newCarrier, carriers)
    setFault(found)
    return found === undefined
  }
  const own = partyKind === "retailer" ? "new" : longestSupplier < 1 ? undefined : "supplier"
  const options = [
    { value: "hub", label: say("report.tool.hub") },
    { value: "carrier", label: say("report.tool.carrier") },
    ...carriers.map(({ tool, name }) => ({ value: tool, label: say("report.tool.named", { name }) })),
    ...(own === undefined
      ? []
      : [{ value: own, label: say(`report.tool.${own}`), hint: say(`report.tool.${own}Hint`) }]),
  ]
  const choose = (key: string) => setKind(toolOfNamed(partyId, key))
  const named = newCarrier ?? carriers.find(({ tool }) => tool === kind)
  const name = () => {
    if (kind === "carrier") return `observed:${carrier.trim()}`
    // The hyphen says that it is a supplier.
    if (kind === "supplier") return `${toolOfNamed(partyId, supplier.trim())}-`
    if (newCarrier !== undefined) return toolOfNamed(partyId, newCarrier.key.trim())
    return kind === "hub" ? "guarded" : kind
  }
  const where: keyof typeof kinds = kind === "supplier" ? "supplier" : named === undefined ? "reported" : "unreported"
  const ofSupplier = { supplier, setSupplier, longestSupplier }
  const ofCarrier = { carrier, setCarrier, newCarrier, setNewCarrier, named, choose }
  return { kind, setKind, options, ...ofCarrier, ...ofSupplier, where, check, fault, name }
}

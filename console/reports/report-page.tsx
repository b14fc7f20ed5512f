import { DateTime } from "luxon"
import { Link, useNavigate } from "react-router"
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
import { type NamedCarrier, useNamedCarriers } from "./named-carriers.ts"
import { mostReferences, rangeSize } from "./range-size.ts"
import { type BreachReport, idsIn, type ReportedEvidence } from "./reported-evidence.ts"

/** In a tool that reports its lookups, the ledger has them. In one that does not, somebody says which there were. */
const kinds = {
  reported: ["timeRange", "accessorToken", "accessIds"],
  unreported: ["referenceRange", "references", "timeRange"],
} as const
type Kind = (typeof kinds)[keyof typeof kinds][number]

const typedRange = z.object({ firstReference: z.string(), lastReference: z.string() })

/** Which lookups are reported, as the person says it. */
function useEvidence(isReported: boolean) {
  const [chosen, setKind] = useTyped("kind", z.enum([...kinds.reported, ...kinds.unreported]).optional(), undefined)
  const offered: readonly Kind[] = isReported ? kinds.reported : kinds.unreported
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
    if (kind === "references") return ids.length === 0 ? undefined : { kind, references: ids, ...shown }
    const [firstReference, lastReference] = [range.firstReference.trim(), range.lastReference.trim()]
    return { kind, firstReference, lastReference, ...shown }
  }
  return { kind, offered, setKind, text, setText, range, setRange, fields, setFields, since, until, given }
}

type Evidence = ReturnType<typeof useEvidence>

/** Asks which lookups are reported: those of a time, of one visitor, of order numbers, or single ones. */
function EvidenceFields({ evidence }: { readonly evidence: Evidence }) {
  const say = useSay()
  const { kind, offered, setKind, text, setText } = evidence
  const isList = kind === "accessIds" || kind === "references"
  return (
    <>
      <OneOf
        label={say("report.evidence")}
        options={offered.map((value) => ({
          value,
          label: say(`report.evidence.${value}`),
          hint: say(`report.evidenceHint.${value}`),
        }))}
        value={kind}
        onChange={setKind}
      />
      {kind === "referenceRange" ? <RangeFields evidence={evidence} /> : null}
      {isList || kind === "accessorToken" ? (
        <TextBox label={say(`report.evidence.${kind}`)} value={text} onChange={setText} isLong={isList} isRequired />
      ) : null}
      <TimeAndFields evidence={evidence} />
    </>
  )
}

/** The first and the last order number, and what it costs the exchange to look all of them up. */
function RangeFields({ evidence: { range, setRange } }: { readonly evidence: Evidence }) {
  const say = useSay()
  const size = rangeSize(range.firstReference, range.lastReference)
  return (
    <>
      {(["firstReference", "lastReference"] as const).map((name) => (
        <TextBox
          key={name}
          label={say(`report.${name}`)}
          value={range[name]}
          onChange={(text) => setRange({ ...range, [name]: text })}
          maxLength={100}
          isRequired
        />
      ))}
      <p role="status" className="hint">
        {size === undefined
          ? say("report.rangeCost", { most: mostReferences })
          : say(size > mostReferences ? "report.rangeTooLarge" : "report.rangeSize", { size, most: mostReferences })}
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
          label={say("report.fields")}
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
  const evidence = useEvidence(tool.named === undefined)
  const toConfirm = useToConfirm(tool.named)
  const command = usePlainCommand({
    call: (body: BreachReport, headers) => api.POST("/v1/cases", { headers, body }),
    changes: ["cases"],
    onDone: ({ caseAlias }) => void navigate(`/cases/${caseAlias}`),
  })
  const input = (): BreachReport | undefined => {
    const [given, receivedAt, name] = [evidence.given(), received.instant(), tool.name()]
    if (given === undefined || receivedAt === undefined || name === undefined || finder === undefined) return undefined
    return { finder, tool: name, receivedAt, evidence: given }
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

/** What is asked before a report goes: it cannot be taken back, and a letter to a carrier goes at once. */
function useToConfirm(named: NamedCarrier | undefined): (report: BreachReport) => string {
  const say = useSay()
  const { language } = useLanguage()
  const { timeZone } = useSession()
  return ({ evidence }) => {
    if (named === undefined) return say("report.confirm")
    const during = "since" in evidence ? momentSpan(evidence.since, evidence.until, timeZone, language) : ""
    const range =
      evidence.kind === "referenceRange"
        ? say("report.confirmRange", { first: evidence.firstReference, last: evidence.lastReference })
        : ""
    return say("report.confirmLetter", { name: named.name, email: named.privacyEmail, during, range })
  }
}

function ToolFields({ tool }: { readonly tool: ReturnType<typeof useTool> }) {
  const say = useSay()
  const { kind, setKind, options, carrier, setCarrier } = tool
  const mayNameCarriers = useSession().partyKind === "retailer"
  return (
    <>
      <OneOf label={say("report.tool")} options={options} value={kind} onChange={setKind} />
      {mayNameCarriers ? (
        <p className="hint">
          {say("report.notListed")} <Link to="/settings">{say("settings.title")}</Link>
        </p>
      ) : null}
      {kind === "carrier" ? (
        <TextBox
          label={say("report.carrier")}
          hint={say("report.carrierHint")}
          value={carrier}
          onChange={setCarrier}
          isRequired
        />
      ) : null}
    </>
  )
}

/** In which tool the lookups were. A carrier begins with its own. */
function useTool() {
  const say = useSay()
  const { partyKind, partyId } = useSession()
  const carriers = useNamedCarriers()
  const begin = partyKind === "carrier" ? "carrier" : undefined
  const [kind, setKind] = useTyped<string | undefined>("tool", z.string().optional(), begin)
  const [carrier, setCarrier] = useTyped("carrier", z.string(), partyKind === "carrier" ? partyId : "")
  const options = [
    { value: "hub", label: say("report.tool.hub") },
    { value: "carrier", label: say("report.tool.carrier") },
    ...carriers.map(({ tool, name }) => ({ value: tool, label: say("report.tool.named", { name }) })),
  ]
  const named = carriers.find(({ tool }) => tool === kind)
  const name = () => (kind === "hub" ? "guarded" : kind === "carrier" ? `observed:${carrier.trim()}` : kind)
  return { kind, setKind, options, carrier, setCarrier, name, named }
}

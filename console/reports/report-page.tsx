import { DateTime } from "luxon"
import { useState } from "react"
import { useNavigate } from "react-router"
import { type ReportedFinderKind, reportedFinderKind } from "../../shared/base/contracts/words.ts"
import { api } from "../api/console-api.ts"
import { now } from "../api/server-time.ts"
import { useMayAct, useSession } from "../api/session.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { Page } from "../parts/page.tsx"
import { type BreachReport, idsIn, type ReportedEvidence } from "./reported-evidence.ts"

const kinds = ["timeRange", "accessorToken", "accessIds"] as const

/** Which lookups are reported, as the person says it. */
function useEvidence() {
  const [kind, setKind] = useState<(typeof kinds)[number]>("timeRange")
  const [text, setText] = useState("")
  const since = useStatedMoment(DateTime.fromJSDate(now()).minus({ days: 1 }).toUTC().toISO() ?? undefined)
  const until = useStatedMoment()
  const given = (): ReportedEvidence | undefined => {
    const [first, last, ids] = [since.instant(), until.instant(), idsIn(text)]
    if (kind === "timeRange")
      return first === undefined || last === undefined ? undefined : { kind, since: first, until: last }
    const [accessorToken] = ids
    if (kind === "accessorToken") return accessorToken === undefined ? undefined : { kind, accessorToken }
    return ids.length === 0 ? undefined : { kind, accessIds: ids }
  }
  return { kind, setKind, text, setText, since, until, given }
}

/** Asks which lookups are reported: those of a time, of one accessor, or single ones. */
function EvidenceFields({ evidence }: { readonly evidence: ReturnType<typeof useEvidence> }) {
  const say = useSay()
  const { kind, setKind, text, setText, since, until } = evidence
  return (
    <>
      <OneOf
        label={say("report.evidence")}
        options={kinds.map((value) => ({
          value,
          label: say(`report.evidence.${value}`),
          hint: say(`report.evidenceHint.${value}`),
        }))}
        value={kind}
        onChange={setKind}
      />
      {kind === "timeRange" ? (
        <>
          <MomentField label={say("report.since")} moment={since} />
          <MomentField label={say("report.until")} moment={until} />
        </>
      ) : (
        <TextBox
          label={say(`report.evidence.${kind}`)}
          value={text}
          onChange={setText}
          isLong={kind === "accessIds"}
          isRequired
        />
      )}
    </>
  )
}

const tools = ["hub", "carrier"] as const

/** Reports a breach that somebody told the party of, or that it found itself. A case opens or grows. */
export function ReportPage() {
  const say = useSay()
  return (
    <Page title={say("report.title")}>
      <p>{say("report.intro")}</p>
      {useMayAct() ? <ReportForm /> : <p>{say("report.reader")}</p>}
    </Page>
  )
}

function ReportForm() {
  const say = useSay()
  const navigate = useNavigate()
  const [finder, setFinder] = useState<ReportedFinderKind>()
  const received = useStatedMoment()
  const tool = useTool()
  const evidence = useEvidence()
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
    <CommandForm command={command} label={say("report.send")} input={input}>
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

function ToolFields({ tool: { kind, setKind, carrier, setCarrier } }: { readonly tool: ReturnType<typeof useTool> }) {
  const say = useSay()
  return (
    <>
      <OneOf
        label={say("report.tool")}
        options={tools.map((value) => ({ value, label: say(`report.tool.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
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
  const { partyKind, partyId } = useSession()
  const [kind, setKind] = useState<(typeof tools)[number] | undefined>(partyKind === "carrier" ? "carrier" : undefined)
  const [carrier, setCarrier] = useState(partyKind === "carrier" ? partyId : "")
  const name = () => (kind === undefined ? undefined : kind === "hub" ? "guarded" : `observed:${carrier.trim()}`)
  return { kind, setKind, carrier, setCarrier, name }
}

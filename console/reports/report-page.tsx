import { useState } from "react"
import { useNavigate } from "react-router"
import { type ReportedFinderKind, reportedFinderKind } from "../../shared/base/contracts/words.ts"
import { api } from "../api/console-api.ts"
import { useMayAct, useSession } from "../api/session.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf, TextBox } from "../parts/fields.tsx"
import { MomentField, useStatedMoment } from "../parts/moment-field.tsx"
import { Page } from "../parts/page.tsx"
import { EvidenceFields, useEvidence } from "./evidence-fields.tsx"
import type { BreachReport } from "./reported-evidence.ts"

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

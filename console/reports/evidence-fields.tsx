import { DateTime } from "luxon"
import { useState } from "react"
import { now } from "../api/server-time.ts"
import { useSay } from "../language/use-say.ts"
import { OneOf, TextBox } from "../parts/fields.tsx"
import { MomentField, useStatedMoment } from "../parts/moment-field.tsx"
import { idsIn, type ReportedEvidence } from "./reported-evidence.ts"

const kinds = ["timeRange", "accessorToken", "accessIds"] as const

/** Which lookups are reported, as the person says it. */
export function useEvidence() {
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
export function EvidenceFields({ evidence }: { readonly evidence: ReturnType<typeof useEvidence> }) {
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

import { DateTime } from "luxon"
import { useState } from "react"
import { now } from "../api/server-time.ts"
import { useSession } from "../api/session.ts"
import { useSay } from "../language/use-say.ts"
import { TextBox } from "./fields.tsx"

/** A time that the person states: the text of the field, and the instant that it means. */
export type StatedMoment = {
  readonly text: string
  readonly setText: (text: string) => void
  /** ISO instant. Undefined while the field holds no time. */
  readonly instant: () => string | undefined
}

const asTyped = "yyyy-MM-dd'T'HH:mm"

/**
 * A time in the party's own time zone.
 *
 * @param begin ISO instant with which the field begins, or nothing; the present when absent
 */
export function useStatedMoment(begin = now().toISOString()): StatedMoment {
  const { timeZone } = useSession()
  const [first] = useState(begin)
  const firstText = first === "" ? "" : DateTime.fromISO(first).setZone(timeZone).toFormat(asTyped)
  const [text, setText] = useState(firstText)
  const instant = () => {
    // The field has no seconds. A time that nobody changed keeps its own.
    if (first !== "" && text === firstText) return first
    const stated = DateTime.fromISO(text, { zone: timeZone })
    return stated.isValid ? stated.toUTC().toISO() : undefined
  }
  return { text, setText, instant }
}

type MomentFieldProps = {
  readonly label: string
  readonly moment: StatedMoment
  readonly isRequired?: boolean
}

/** A field for a day and a time. It names the time zone. */
export function MomentField({ label, moment, isRequired = true }: MomentFieldProps) {
  const say = useSay()
  const { timeZone } = useSession()
  return (
    <TextBox
      label={label}
      hint={say("form.timeZone", { timeZone })}
      type="datetime-local"
      value={moment.text}
      onChange={moment.setText}
      isRequired={isRequired}
    />
  )
}

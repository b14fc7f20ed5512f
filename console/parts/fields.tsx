import { DateTime } from "luxon"
import { type ReactNode, useState } from "react"
import {
  Checkbox,
  CheckboxGroup,
  FieldError,
  Input,
  Label,
  Radio,
  RadioGroup,
  Text,
  TextArea,
  TextField,
} from "react-aria-components"
import * as z from "zod"
import { now } from "../api/server-time.ts"
import { useSession } from "../api/session.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"

/** A time that the person states: the text of the field, and the instant that it means. */
type StatedMoment = {
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
 * @param field its name in the draft of the form
 */
export function useStatedMoment(begin = now().toISOString(), field = "at"): StatedMoment {
  const { timeZone } = useSession()
  const [first] = useState(begin)
  const firstText = first === "" ? "" : DateTime.fromISO(first).setZone(timeZone).toFormat(asTyped)
  const [text, setText] = useTyped(field, z.string(), firstText)
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

type FieldProps = {
  readonly label: string
  readonly hint?: string
  readonly isRequired?: boolean
}

type TextBoxProps = FieldProps & {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isLong?: boolean
  readonly type?: "text" | "datetime-local" | "number"
  readonly maxLength?: number
}

/**
 * A field for text, of one line or several. Officers type about people here, so the browser is asked not to offer it
 * again in other forms, and not to send it to a service that checks spelling.
 */
export function TextBox({ label, hint, isLong = false, isRequired = false, type = "text", ...text }: TextBoxProps) {
  return (
    <TextField {...text} isRequired={isRequired} type={isLong ? "text" : type} autoComplete="off">
      <FieldLabel label={label} isRequired={isRequired} />
      {isLong ? <TextArea rows={4} spellCheck={false} /> : <Input spellCheck={false} />}
      <Hint text={hint} />
      <Fault />
    </TextField>
  )
}

type RecordTextProps = Pick<TextBoxProps, "label" | "isRequired" | "value" | "onChange">

/** What an officer writes for the record of the case, which must hold no personal data. */
export function RecordText(props: RecordTextProps) {
  const say = useSay()
  return <TextBox {...props} hint={say("form.noPersonalData")} maxLength={2000} isLong />
}

export type Option<Value extends string> = { readonly value: Value; readonly label: string; readonly hint?: string }

type OneOfProps<Value extends string> = FieldProps & {
  readonly options: readonly Option<Value>[]
  readonly value: Value | undefined
  readonly onChange: (value: Value) => void
  readonly isInline?: boolean
}

/** Radio buttons. */
export function OneOf<Value extends string>(props: OneOfProps<Value>) {
  const { label, hint, options, value, onChange, isRequired = true, isInline = false } = props
  const choose = (chosen: string) => {
    const found = options.find((option) => option.value === chosen)
    if (found !== undefined) onChange(found.value)
  }
  return (
    <RadioGroup
      value={value ?? null}
      onChange={choose}
      isRequired={isRequired}
      className={isInline ? "choice inline" : "choice"}
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <Hint text={hint} />
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className="option">
          <OptionText option={option} />
        </Radio>
      ))}
      <Fault />
    </RadioGroup>
  )
}

type SomeOfProps<Value extends string> = FieldProps & {
  readonly options: readonly Option<Value>[]
  readonly value: readonly Value[]
  readonly onChange: (value: Value[]) => void
}

/** Check boxes. */
export function SomeOf<Value extends string>(props: SomeOfProps<Value>) {
  const { label, hint, options, value, onChange, isRequired = false } = props
  const choose = (chosen: string[]) =>
    onChange(options.flatMap((option) => (chosen.includes(option.value) ? [option.value] : [])))
  return (
    <CheckboxGroup value={[...value]} onChange={choose} isRequired={isRequired} className="choice">
      <FieldLabel label={label} isRequired={isRequired} />
      <Hint text={hint} />
      {options.map((option) => (
        <Checkbox key={option.value} value={option.value} className="option">
          <OptionText option={option} />
        </Checkbox>
      ))}
      <Fault />
    </CheckboxGroup>
  )
}

function OptionText<Value extends string>({ option }: { readonly option: Option<Value> }) {
  return (
    <>
      <span className="mark" aria-hidden="true" />
      <span>
        {option.label}
        {option.hint === undefined ? null : <span className="hint"> {option.hint}</span>}
      </span>
    </>
  )
}

function FieldLabel({ label, isRequired }: { readonly label: string; readonly isRequired: boolean }) {
  const say = useSay()
  return <Label className="label">{isRequired ? label : say("form.optional", { label })}</Label>
}

function Hint({ text }: { readonly text: ReactNode }) {
  return text === undefined ? null : (
    <Text slot="description" className="hint">
      {text}
    </Text>
  )
}

/** What is wrong with a field, in the language of the page. */
function Fault() {
  const say = useSay()
  return (
    <FieldError className="problem">
      {({ validationDetails, defaultChildren }) =>
        validationDetails.valueMissing ? say("form.required") : defaultChildren
      }
    </FieldError>
  )
}

import type { ReactNode } from "react"
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
import { useSay } from "../language/use-say.ts"

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

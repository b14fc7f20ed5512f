import { compare, type Item, isSame, type Value } from "./attribute-values.ts"
import { type Tokens, tokensOf } from "./tokens.ts"

/** The placeholders of a call. */
export type Placeholders = {
  readonly names: Readonly<Record<string, string>>
  readonly values: Item
}

type Operand = (item: Item) => Value | undefined
type Test = (item: Item) => boolean

/**
 * Whether an item fits a condition of DynamoDB's expression language, with the functions and operators that stores use.
 *
 * @throws Error when the expression has something that the stub does not know
 */
export function fits(expression: string | undefined, placeholders: Placeholders, item: Item): boolean {
  if (expression === undefined) return true
  const tokens = tokensOf(expression)
  const test = anyOf(tokens, placeholders)
  if (tokens.peek() !== undefined) throw new Error(`The stub does not know "${tokens.peek()}" in "${expression}"`)
  return test(item)
}

function anyOf(tokens: Tokens, given: Placeholders): Test {
  const tests = [allOf(tokens, given)]
  while (tokens.takes("OR")) tests.push(allOf(tokens, given))
  return (item) => tests.some((test) => test(item))
}

function allOf(tokens: Tokens, given: Placeholders): Test {
  const tests = [single(tokens, given)]
  while (tokens.takes("AND")) tests.push(single(tokens, given))
  return (item) => tests.every((test) => test(item))
}

function single(tokens: Tokens, given: Placeholders): Test {
  if (tokens.takes("NOT")) {
    const test = single(tokens, given)
    return (item) => !test(item)
  }
  if (tokens.takes("(")) {
    const test = anyOf(tokens, given)
    tokens.expect(")")
    return test
  }
  return byFunction(tokens, given) ?? comparison(tokens, given)
}

const functions: Readonly<Record<string, (held: Value | undefined, asked: Value | undefined) => boolean>> = {
  attribute_exists: (held) => held !== undefined,
  attribute_not_exists: (held) => held === undefined,
  begins_with: (held, asked) => held?.S?.startsWith(asked?.S ?? "") ?? false,
}

function byFunction(tokens: Tokens, given: Placeholders): Test | undefined {
  const name = Object.keys(functions).find((one) => tokens.takes(one.toUpperCase()))
  const decide = functions[name ?? ""]
  if (decide === undefined) return undefined
  tokens.expect("(")
  const held = operand(tokens, given)
  const asked = tokens.takes(",") ? operand(tokens, given) : undefined
  tokens.expect(")")
  return (item) => decide(held(item), asked?.(item))
}

function comparison(tokens: Tokens, given: Placeholders): Test {
  const left = operand(tokens, given)
  if (tokens.takes("BETWEEN")) {
    const from = operand(tokens, given)
    tokens.expect("AND")
    const to = operand(tokens, given)
    return (item) => ordered(left(item), from(item), (order) => order >= 0) && ordered(left(item), to(item), atMost)
  }
  const sign = tokens.take()
  const right = operand(tokens, given)
  switch (sign) {
    case "=":
      return (item) => same(left(item), right(item))
    case "<>":
      return (item) => !same(left(item), right(item))
    case "<":
      return (item) => ordered(left(item), right(item), (order) => order < 0)
    case "<=":
      return (item) => ordered(left(item), right(item), atMost)
    case ">":
      return (item) => ordered(left(item), right(item), (order) => order > 0)
    case ">=":
      return (item) => ordered(left(item), right(item), (order) => order >= 0)
    default:
      throw new Error(`The stub does not know the operator "${sign}"`)
  }
}

const atMost = (order: number): boolean => order <= 0

function same(one: Value | undefined, other: Value | undefined): boolean {
  return one !== undefined && other !== undefined && isSame(one, other)
}

function ordered(one: Value | undefined, other: Value | undefined, test: (order: number) => boolean): boolean {
  const order = one === undefined || other === undefined ? undefined : compare(one, other)
  return order !== undefined && test(order)
}

/** A placeholder of a value, or a path to an attribute. */
function operand(tokens: Tokens, given: Placeholders): Operand {
  const text = tokens.take()
  if (!text.startsWith(":")) return valueAt(pathOf(text, given))
  const value = given.values[text]
  if (value === undefined) throw new Error(`The call has no value for ${text}`)
  return () => value
}

function pathOf(text: string, { names }: Placeholders): string[] {
  return text.split(".").map((part) => {
    const name = part.startsWith("#") ? names[part] : part
    if (name === undefined) throw new Error(`The call has no name for ${part}`)
    return name
  })
}

function valueAt([first = "", ...rest]: readonly string[]): Operand {
  return (item) => rest.reduce<Value | undefined>((held, name) => held?.M?.[name], item[first])
}

/**
 * The item after an update expression.
 *
 * @throws Error when the expression has something that the stub does not know
 */
export function updated(expression: string, placeholders: Placeholders, item: Item): Item {
  const tokens = tokensOf(expression)
  let after = item
  while (tokens.peek() !== undefined) {
    const clause = tokens.take().toUpperCase()
    const step = clauses[clause]
    if (step === undefined) throw new Error(`The stub does not know the clause ${clause}`)
    do {
      const path = pathOf(tokens.take(), placeholders)
      // Every operand reads the item as it was before the update.
      after = withValue(after, path, step(tokens, placeholders, path)(item))
    } while (tokens.takes(","))
  }
  return after
}

const clauses: Readonly<Record<string, (tokens: Tokens, given: Placeholders, path: readonly string[]) => Operand>> = {
  SET(tokens, given) {
    tokens.expect("=")
    return assigned(tokens, given)
  },
  ADD(tokens, given, path) {
    const amount = operand(tokens, given)
    return (item) => plus(valueAt(path)(item) ?? { N: "0" }, amount(item), 1)
  },
  REMOVE: () => () => undefined,
}

function assigned(tokens: Tokens, given: Placeholders): Operand {
  const first = assignedOperand(tokens, given)
  const sign = tokens.takes("+") ? 1 : tokens.takes("-") ? -1 : undefined
  if (sign === undefined) return first
  const second = assignedOperand(tokens, given)
  return (item) => plus(first(item), second(item), sign)
}

function assignedOperand(tokens: Tokens, given: Placeholders): Operand {
  if (!tokens.takes("IF_NOT_EXISTS")) return operand(tokens, given)
  tokens.expect("(")
  const held = operand(tokens, given)
  tokens.expect(",")
  const otherwise = operand(tokens, given)
  tokens.expect(")")
  return (item) => held(item) ?? otherwise(item)
}

function plus(one: Value | undefined, other: Value | undefined, sign: number): Value {
  if (one?.N === undefined || other?.N === undefined) throw new Error("Only numbers can be added")
  return { N: String(Number(one.N) + sign * Number(other.N)) }
}

function withValue(item: Item, [first = "", ...rest]: readonly string[], value: Value | undefined): Item {
  const { [first]: held, ...others } = item
  if (rest.length === 0) return value === undefined ? others : { ...item, [first]: value }
  if (held?.M === undefined) throw new Error("The document path of an update does not exist")
  return { ...item, [first]: { M: withValue(held.M, rest, value) } }
}

import { compare, Invalid, type Item, isSame, type Value } from "./attribute-values.ts"
import { type Tokens, tokensOf } from "./tokens.ts"

/** The names and values that a call gives for the placeholders of its expressions. */
export type Placeholders = { readonly names: Readonly<Record<string, string>>; readonly values: Item }

/**
 * What an expression does, the placeholders that it uses, and the attributes of the item that it names, some of them by
 * a placeholder. It is read once, and then kept.
 */
export type Expression<Run> = {
  readonly run: Run
  readonly uses: ReadonlySet<string>
  readonly attributes: ReadonlySet<string>
}

type Operand = (item: Item, given: Placeholders) => Value | undefined
type Test = (item: Item, given: Placeholders) => boolean
type Updating = (item: Item, given: Placeholders, keyNames: readonly string[]) => Item
/** One comparison of a key attribute with operands. */
export type KeyTerm = { readonly attribute: string; readonly operator: KeyOperator; readonly operands: Value[] }
const keyOperators = ["=", "<", "<=", ">", ">=", "BETWEEN"] as const
type KeyOperator = (typeof keyOperators)[number] | "begins_with"

/** What reads a part of an expression. */
type Reader = { readonly tokens: Tokens; readonly uses: Set<string>; readonly attributes: Set<string> }

/**
 * Reads expressions of one kind.
 *
 * @throws Error for what no store uses. It is never guessed
 */
function reading<Run>(read: (reader: Reader) => Run): (text: string) => Expression<Run> {
  const known = new Map<string, Expression<Run>>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const reader: Reader = { tokens: tokensOf(text), uses: new Set(), attributes: new Set() }
    const { uses, attributes } = reader
    const expression = { run: read(reader), uses, attributes }
    const left = reader.tokens.peek()
    if (left !== undefined) throw new Error(`"${left}" is unknown in the expression "${text}"`)
    known.set(text, expression)
    return expression
  }
}

/** A condition or a filter. */
export const conditionOf = reading(anyOf)

/** An update. */
export const updateOf = reading((reader): Updating => {
  const steps: Step[] = []
  const clauses = new Set<string>()
  while (reader.tokens.peek() !== undefined) {
    const name = reader.tokens.take().toUpperCase()
    const clause = updateClauses[name]
    if (clause === undefined || clauses.has(name)) throw new Error(`The clause ${name} of an update is unknown here`)
    clauses.add(name)
    do {
      const path = pathOf(reader.tokens.take(), reader)
      steps.push({ path, value: clause(reader, path) })
    } while (reader.tokens.takes(","))
  }
  return (item, given, keyNames) => {
    const after = { ...item }
    const paths = steps.map(({ path }) => path.map((name) => name(given)))
    requireOwnPlaces(paths, keyNames)
    // Every operand reads the item as it was before the update.
    for (const [at, { value }] of steps.entries()) setAt(after, paths[at] ?? [], value(item, given))
    return after
  }
})

/** @throws Invalid if an update changes a part of the key, or the same place twice */
function requireOwnPlaces(paths: readonly (readonly string[])[], keyNames: readonly string[]): void {
  const changed = new Set(paths.map((path) => path.join("\0")))
  for (const path of paths) {
    if (keyNames.includes(path[0] ?? "")) throw new Invalid(`An update cannot change ${path[0]}, a part of the key`)
    const isWithin = path.some((_, length) => length > 0 && changed.has(path.slice(0, length).join("\0")))
    if (isWithin || changed.size < paths.length) throw new Invalid("Two document paths of an update overlap")
  }
}

/** What an update stores at a path. Undefined removes what is there. */
type Step = { readonly path: Path; readonly value: Operand }

/** A condition on a key: each term of it. */
export const keyConditionOf = reading((reader): ((given: Placeholders) => KeyTerm[]) => {
  const terms = [keyTerm(reader)]
  while (reader.tokens.takes("AND")) terms.push(keyTerm(reader))
  return (given) => terms.map((term) => term(given))
})

function anyOf(reader: Reader): Test {
  const tests = [allOf(reader)]
  while (reader.tokens.takes("OR")) tests.push(allOf(reader))
  return tests.length === 1 ? (tests[0] ?? never) : (item, given) => tests.some((test) => test(item, given))
}

function allOf(reader: Reader): Test {
  const tests = [single(reader)]
  while (reader.tokens.takes("AND")) tests.push(single(reader))
  return tests.length === 1 ? (tests[0] ?? never) : (item, given) => tests.every((test) => test(item, given))
}

const never = () => false

function single(reader: Reader): Test {
  if (reader.tokens.takes("NOT")) {
    const test = single(reader)
    return (item, given) => !test(item, given)
  }
  if (reader.tokens.takes("(")) {
    const test = anyOf(reader)
    reader.tokens.expect(")")
    return test
  }
  return byFunction(reader) ?? comparison(reader)
}

const functions: Readonly<Record<string, (held: Value | undefined, asked: Value | undefined) => boolean>> = {
  attribute_exists: (held) => held !== undefined,
  attribute_not_exists: (held) => held === undefined,
  begins_with: (held, asked) => held?.S !== undefined && asked?.S !== undefined && held.S.startsWith(asked.S),
}

function byFunction(reader: Reader): Test | undefined {
  const { tokens } = reader
  const name = Object.keys(functions).find((one) => tokens.takes(one.toUpperCase()))
  const decide = functions[name ?? ""]
  if (decide === undefined) return undefined
  tokens.expect("(")
  const held = operand(reader)
  if (name === "begins_with") tokens.expect(",")
  const asked = name === "begins_with" ? operand(reader) : undefined
  tokens.expect(")")
  return (item, given) => decide(held(item, given), asked?.(item, given))
}

const comparisons: Readonly<Record<string, (one: Value, other: Value) => boolean>> = {
  "=": isSame,
  "<>": (one, other) => !isSame(one, other),
  "<": (one, other) => (compare(one, other) ?? 0) < 0,
  "<=": (one, other) => (compare(one, other) ?? 1) <= 0,
  ">": (one, other) => (compare(one, other) ?? 0) > 0,
  ">=": (one, other) => (compare(one, other) ?? -1) >= 0,
}

function comparison(reader: Reader): Test {
  const { tokens } = reader
  const left = operand(reader)
  if (tokens.takes("BETWEEN")) {
    const [from, to] = bounds(reader)
    return (item, given) => compared(">=", left, from)(item, given) && compared("<=", left, to)(item, given)
  }
  if (!tokens.takes("IN")) return compared(tokens.take(), left, operand(reader))
  tokens.expect("(")
  const choices = [operand(reader)]
  while (tokens.takes(",")) choices.push(operand(reader))
  tokens.expect(")")
  return (item, given) => choices.some((choice) => compared("=", left, choice)(item, given))
}

/** An attribute that is not there differs from every value, and has no order with any. */
function compared(sign: string, left: Operand, right: Operand): Test {
  const decide = comparisons[sign]
  if (decide === undefined) throw new Error(`The operator "${sign}" is unknown`)
  return (item, given) => {
    const [one, other] = [left(item, given), right(item, given)]
    return one === undefined || other === undefined ? sign === "<>" : decide(one, other)
  }
}

function bounds(reader: Reader): [Operand, Operand] {
  const from = operand(reader)
  reader.tokens.expect("AND")
  return [from, operand(reader)]
}

/** A placeholder of a value, or a path to an attribute. */
function operand(reader: Reader): Operand {
  const text = reader.tokens.take()
  if (!text.startsWith(":")) return valueAt(pathOf(text, reader))
  reader.uses.add(text)
  return (_, given) => givenValue(text, given)
}

function givenValue(text: string, { values }: Placeholders): Value {
  const value = values[text]
  if (value === undefined) throw new Invalid(`An expression uses ${text}, for which the call has no value`)
  return value
}

type Path = readonly ((given: Placeholders) => string)[]

function pathOf(text: string, { uses, attributes }: Reader): Path {
  const parts = text.split(".")
  const [first = text] = parts
  attributes.add(first)
  return parts.map((part) => {
    if (!part.startsWith("#")) return () => part
    uses.add(part)
    return ({ names }) => {
      const name = names[part]
      if (name === undefined) throw new Invalid(`An expression uses ${part}, for which the call has no name`)
      return name
    }
  })
}

function valueAt([first, ...rest]: Path): Operand {
  return (item, given) =>
    rest.reduce<Value | undefined>((held, name) => held?.M?.[name(given)], item[first?.(given) ?? ""])
}

function keyTerm(reader: Reader): (given: Placeholders) => KeyTerm {
  const { tokens } = reader
  const hasFunction = tokens.takes("BEGINS_WITH")
  if (hasFunction) tokens.expect("(")
  const [attribute, ...deeper] = pathOf(tokens.take(), reader)
  if (attribute === undefined || deeper.length > 0) throw new Error("A key has no path")
  const operator = hasFunction ? "begins_with" : keyOperators.find((one) => tokens.takes(one))
  if (operator === undefined) throw new Error(`The operator "${tokens.peek()}" is unknown for keys`)
  if (hasFunction) tokens.expect(",")
  const operands = operator === "BETWEEN" ? bounds(reader) : [operand(reader)]
  if (hasFunction) tokens.expect(")")
  return (given) => ({
    attribute: attribute(given),
    operator,
    operands: operands.flatMap((one) => one({}, given) ?? []),
  })
}

const updateClauses: Readonly<Record<string, (reader: Reader, path: Path) => Operand>> = {
  SET(reader) {
    reader.tokens.expect("=")
    const first = assigned(reader)
    const sign = reader.tokens.takes("+") ? 1 : reader.tokens.takes("-") ? -1 : undefined
    if (sign === undefined) return required(first)
    const second = assigned(reader)
    return (item, given) => sum(first(item, given), second(item, given), sign)
  },
  ADD(reader, path) {
    const [held, amount] = [valueAt(path), operand(reader)]
    return (item, given) => sum(held(item, given) ?? { N: "0" }, amount(item, given), 1)
  },
  REMOVE: () => () => undefined,
}

function assigned(reader: Reader): Operand {
  const { tokens } = reader
  if (!tokens.takes("IF_NOT_EXISTS")) return operand(reader)
  tokens.expect("(")
  const held = operand(reader)
  tokens.expect(",")
  const otherwise = operand(reader)
  tokens.expect(")")
  return (item, given) => held(item, given) ?? otherwise(item, given)
}

function required(value: Operand): Operand {
  return (item, given) => {
    const found = value(item, given)
    if (found === undefined) throw new Invalid("An update refers to an attribute that does not exist in the item")
    return found
  }
}

function sum(one: Value | undefined, other: Value | undefined, sign: number): Value {
  if (one?.N === undefined || other?.N === undefined) throw new Invalid("An operand of an update has an incorrect type")
  return { N: String(Number(one.N) + sign * Number(other.N)) }
}

/** Changes a new item. What it holds is replaced and not changed, because other items may hold it too. */
function setAt(item: Record<string, Value>, [first = "", ...rest]: readonly string[], value: Value | undefined): void {
  if (rest.length > 0) {
    const held = item[first]?.M
    if (held === undefined) throw new Invalid("The document path of an update is invalid")
    const after = { ...held }
    setAt(after, rest, value)
    item[first] = { M: after }
  } else if (value === undefined) delete item[first]
  else item[first] = value
}

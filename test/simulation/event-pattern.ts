/**
 * The part of EventBridge's pattern language that the exchange uses. Anything else throws, so that no match is guessed.
 */
type PatternNode = { readonly [key: string]: PatternNode | readonly unknown[] }

/** Whether an event matches a pattern by EventBridge's rules. */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isNode(pattern)) throw new TypeError("A pattern has to be an object")
  return matchesNode(pattern, event)
}

function matchesNode(pattern: PatternNode, event: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === "$or") {
      if (!Array.isArray(expected)) throw new TypeError("$or needs a list")
      return expected.some((alternative) => matchesPattern(alternative, event))
    }
    const actual = isNode(event) ? event[key] : undefined
    if (Array.isArray(expected)) return matchesList(expected, actual)
    if (isNode(expected)) return matchesNode(expected, actual)
    throw new TypeError(`The pattern of ${key} is neither a list nor an object`)
  })
}

function matchesList(expected: readonly unknown[], actual: unknown): boolean {
  const values: unknown[] = Array.isArray(actual) ? actual : [actual]
  return expected.some((matcher) => values.some((value) => matchesValue(matcher, value)))
}

function matchesValue(matcher: unknown, value: unknown): boolean {
  if (!isNode(matcher)) return matcher === value
  const [operator, ...others] = Object.entries(matcher)
  if (!operator || others.length > 0) throw new TypeError("A matcher needs exactly one operator")
  const [name, operand]: [string, unknown] = operator
  switch (name) {
    case "prefix":
      return isText(operand, name) && typeof value === "string" && value.startsWith(operand)
    case "suffix":
      return isText(operand, name) && typeof value === "string" && value.endsWith(operand)
    case "wildcard":
      return isText(operand, name) && typeof value === "string" && wildcard(operand).test(value)
    case "equals-ignore-case":
      return isText(operand, name) && typeof value === "string" && value.toLowerCase() === operand.toLowerCase()
    case "exists":
      return (value !== undefined) === (operand === true)
    case "anything-but":
      return value !== undefined && !anythingButList(operand).some((one) => matchesAnythingBut(one, value))
    default:
      throw new TypeError(`The simulation does not know the pattern operator ${name}`)
  }
}

function anythingButList(operand: unknown): unknown[] {
  if (isNode(operand)) {
    return Object.entries(operand).flatMap(([name, values]): unknown[] =>
      (Array.isArray(values) ? values : [values]).map((value: unknown) => ({ [name]: value })),
    )
  }
  return Array.isArray(operand) ? operand : [operand]
}

function matchesAnythingBut(excluded: unknown, value: unknown): boolean {
  return isNode(excluded) ? matchesValue(excluded, value) : excluded === value
}

function wildcard(text: string): RegExp {
  return new RegExp(
    `^${text
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  )
}

function isText(operand: unknown, name: string): operand is string {
  if (typeof operand !== "string") throw new TypeError(`${name} needs a string`)
  return true
}

function isNode(value: unknown): value is PatternNode {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

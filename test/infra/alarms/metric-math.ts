/** What a metric is in one period. Undefined: it has no data. */
export type Values = Readonly<Record<string, number | undefined>>

type Value = number | undefined

/** Without data on either side there is none in the result, as in CloudWatch. */
const both = (one: Value, other: Value, compute: (one: number, other: number) => number): Value =>
  one === undefined || other === undefined ? undefined : compute(one, other)

/**
 * The value of an expression of metric math in one period: numbers, metrics, `+`, `-`, `*`, `/`, brackets and
 * `FILL(metric, number)`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @throws Error for any other expression
 */
export function evaluateMath(expression: string, values: Values): Value {
  const tokens = expression.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*/(),]|\S/g) ?? []
  const take = (): string => tokens.shift() ?? ""
  const expect = (wanted: string): void => {
    const found = take()
    if (found !== wanted) throw new Error(`"${expression}" has "${found}" instead of "${wanted}"`)
  }
  const sum = (): Value => {
    let value = product()
    while (tokens[0] === "+" || tokens[0] === "-") {
      const sign = take() === "+" ? 1 : -1
      value = both(value, product(), (one, other) => one + sign * other)
    }
    return value
  }
  const product = (): Value => {
    let value = operand()
    while (tokens[0] === "*" || tokens[0] === "/") {
      const isTimes = take() === "*"
      value = both(value, operand(), (one, other) => (isTimes ? one * other : one / other))
    }
    return value
  }
  const operand = (): Value => {
    const token = take()
    if (/^\d/.test(token)) return Number(token)
    if (token !== "(" && token !== "FILL") return known(token)
    if (token === "FILL") expect("(")
    const value = sum()
    if (token === "(") {
      expect(")")
      return value
    }
    expect(",")
    const filling = Number(take())
    expect(")")
    return value ?? filling
  }
  const known = (name: string): Value => {
    if (!Object.hasOwn(values, name)) throw new Error(`"${expression}" has "${name}", which is no metric`)
    return values[name]
  }
  const value = sum()
  expect("")
  return value
}

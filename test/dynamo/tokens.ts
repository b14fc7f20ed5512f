/** The tokens of an expression, the next one first. */
export type Tokens = {
  /** The next token, without taking it. */
  peek(): string | undefined
  take(): string
  /** Takes the next token if it is this one, in any case. */
  takes(token: string): boolean
  expect(token: string): void
}

const token = /\s*(<>|<=|>=|[=<>(),+-]|[#:]?[A-Za-z_0-9][\w.#]*)/y

/** @throws Error when the text has a character that no expression of a store has */
export function tokensOf(expression: string): Tokens {
  const text = expression.trim()
  const found: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const from = token.lastIndex
    const next = token.exec(text)?.[1]
    if (next === undefined) throw new Error(`The expression cannot be read at "${text.slice(from)}"`)
    found.push(next)
  }
  let place = 0
  const tokens: Tokens = {
    peek: () => found[place],
    take() {
      const next = found[place++]
      if (next === undefined) throw new Error(`The expression "${expression}" ends too early`)
      return next
    },
    takes(wanted) {
      if (found[place]?.toUpperCase() !== wanted) return false
      place += 1
      return true
    },
    expect(wanted) {
      if (!tokens.takes(wanted))
        throw new Error(`The expression "${expression}" has no ${wanted} where one is expected`)
    },
  }
  return tokens
}

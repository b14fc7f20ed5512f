import { describe, expect, it } from "@jest/globals"
import { longFunctions, wideLines } from "../../../../infra/cli/house/limits.ts"

const wide = "word ".repeat(30).trim()

describe("long functions", () => {
  it("lists functions over the limit, longest first", () => {
    const lengths = [
      { path: "a.ts", line: 1, lines: 40 },
      { path: "b.ts", line: 5, lines: 41 },
      { path: "c.ts", line: 9, lines: 90 },
    ]
    expect(longFunctions(lengths, 40).map(({ path }) => path)).toEqual(["c.ts", "b.ts"])
  })
})

describe("wide lines", () => {
  it("finds a wide paragraph in Markdown", () => {
    expect(wideLines("a.md", `# Title\n\n${wide}\n`, 120)).toEqual([{ path: "a.md", line: 3, width: 149 }])
  })

  it.each([
    ["a table row", `| ${wide} |`],
    ["a fenced block", `\`\`\`\n${wide}\n\`\`\``],
    ["a long URL", `See https://example.com/${"a".repeat(120)} for details.`],
    ["a line of exactly 120 characters", "a ".repeat(60)],
  ])("accepts %s in Markdown", (_, text) => {
    expect(wideLines("a.md", text, 120)).toEqual([])
  })

  it("finds a wide comment and leaves code to the formatter", () => {
    const text = [`// ${wide}`, ` * ${wide}`, `const text = "${wide}"`].join("\n")
    expect(wideLines("a.ts", text, 120).map(({ line }) => line)).toEqual([1, 2])
  })
})

import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { documentedRoutes } from "../../infra/cli/documents/routes.ts"
import { catalogue } from "../../shared/base/contracts/catalogue.ts"
import { problemBody } from "../../shared/base/platform/http-problem.ts"
import { refusals } from "../../shared/desk/actions/refusal.ts"
import { dutyOperations } from "../../shared/desk/duties/duty-operations.ts"
import { problemPage } from "../../shared/pages/problems/problem-page.ts"

const page = readFileSync(resolve(import.meta.dirname, "../../docs/breach-desk.md"), "utf8")
const event = z.object({ "detail-type": z.string(), detail: z.unknown() })
const obstacles = z.array(z.object({ code: z.string(), untold: z.int().optional() }).loose())
const problemAnswer = problemBody.extend({ obstacles: obstacles.optional() })

type Example = { title: string; schema: z.ZodType | undefined; json: string }

function routeOf(line: string) {
  const [method, url = ""] = line.split(" ")
  const isAt = (template: string) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}(\\?.*)?$`).test(url)
  return documentedRoutes.find((route) => route.method === method && isAt(route.path))
}

/** Each JSON block of the page with the schema that it must fit: a request's body, its answer or an event. */
function* examples(): Generator<Example> {
  let asked: string | undefined
  for (const [, prose = "", kind, content = ""] of page.matchAll(/([^`]*)```(http|json)\n([\s\S]*?)\n```/g)) {
    if (kind === "http") {
      const [head = "", body] = content.split("\n\n")
      asked = head.split("\n")[0] ?? ""
      if (body !== undefined) yield { title: asked, schema: routeOf(asked)?.body, json: body }
    } else if (asked === undefined) {
      const { "detail-type": name } = event.parse(JSON.parse(content))
      const contract = catalogue.find((one) => one.detailType === name && one.from === "hub")
      yield { title: name, schema: contract?.schema, json: JSON.stringify(event.parse(JSON.parse(content)).detail) }
    } else {
      const status = Number(prose.match(/status (\d{3})/)?.[1])
      const answers = routeOf(asked)?.answers ?? {}
      const schema = status < 300 ? answers[status]?.schema : problemAnswer
      yield { title: `${status} of ${asked}`, schema, json: content }
      asked = undefined
    }
  }
}

describe("the page about the breach desk", () => {
  it.each([...examples()].map((example) => [example.title, example] as const))(
    "shows JSON that fits its schema: %s",
    (_, { schema, json }) => {
      expect(schema?.safeParse(JSON.parse(json)).error?.issues ?? []).toEqual([])
    },
  )

  it("shows each answer, event and request of its example", () => {
    expect([...examples()].length).toBeGreaterThan(20)
  })

  it("lists every operation of a duty, and leads to the list of every refusal", () => {
    expect(page).toContain("](made-from-code.md#the-problems-of-the-api)")
    const problems = problemPage()
    for (const [code, { sentence }] of Object.entries(refusals)) {
      expect(problems).toContain(`## ${code}\n`)
      expect(problems).toContain(sentence)
    }
    for (const operation of Object.keys(dutyOperations)) expect(page).toContain(`| \`${operation}\` | `)
  })
})

import type * as z from "zod"
import { type HttpPipelineOptions, httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import {
  type HttpAnswer,
  HttpDocument,
  type HttpRoute,
  mediaType,
  type RouteDeclaration,
} from "../../../shared/base/platform/http-route.ts"

/** What a route answered is not what it declares. */
class AnswerUndeclared extends Error {
  override name = "AnswerUndeclared"
  constructor(misfits: readonly string[]) {
    super(misfits.join(", "))
  }
}

/** The same as `httpPipeline`. A call fails if its answer is not what its route declares, to the last field. */
export function checkedPipeline<Caller>(
  options: Omit<HttpPipelineOptions<Caller>, "moreRoutes">,
): ReturnType<typeof httpPipeline> {
  const misfits: string[] = []
  const checked = (of: HttpRoute<Caller>): HttpRoute<Caller> => ({
    ...of,
    async answer(request) {
      const note = (found: readonly string[]) => misfits.push(...found.map((one) => `${of.method} ${of.path}: ${one}`))
      try {
        const answer = await of.answer(request)
        note(misfitsOf(of, answer))
        return answer
      } catch (error) {
        if (error instanceof HttpProblem) note(misfitsOfProblem(of, error))
        throw error
      }
    },
  })
  const handler = httpPipeline({ ...options, routes: options.routes.map(checked) })
  return async (event, context) => {
    const result = await handler(event, context)
    const found = misfits.splice(0)
    if (found.length > 0) throw new AnswerUndeclared(found)
    return result
  }
}

/** What a route does not declare of an answer: its status, content type, headers or fields. */
function misfitsOf({ answers }: RouteDeclaration, { status, body, headers = {} }: HttpAnswer): string[] {
  if (answers === undefined) return []
  const declared = answers[status]
  if (declared === undefined) return [`status ${status}`]
  const type = body instanceof HttpDocument ? mediaType(body.contentType) : "application/json"
  const types = [declared.contentType ?? "application/json", ...(declared.otherTypes ?? [])]
  const unknown = Object.keys(headers).filter((name) => name !== "cache-control" && !(name in (declared.headers ?? {})))
  const json = type === "application/json" && declared.schema !== undefined
  return [
    ...(types.includes(type) ? [] : [`content type ${type}`]),
    ...unknown.map((name) => `header ${name}`),
    ...(json ? misfitsOfJson(declared.schema, textOf(body)) : []),
  ]
}

/** Further members of a problem have to be declared. */
function misfitsOfProblem({ problems }: RouteDeclaration, problem: HttpProblem<string>): string[] {
  if (Object.keys(problem.more).length === 0) return []
  const schema = problems?.[problem.status]?.schema
  return schema === undefined
    ? [`problem ${problem.status} with ${Object.keys(problem.more)}`]
    : misfitsOfJson(schema, JSON.stringify(problem.body()))
}

const textOf = (body: unknown): string =>
  body instanceof HttpDocument ? Buffer.from(body.content).toString("utf8") : JSON.stringify(body)

function misfitsOfJson(schema: z.ZodType | undefined, text: string): string[] {
  const json: unknown = JSON.parse(text)
  const { success, data, error } = schema?.safeParse(json) ?? { success: false, data: undefined, error: undefined }
  if (!success) return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? ["no schema"]
  return fieldsBeside(json, data).map((path) => `field ${path}`)
}

/** Paths of the fields that a value has and its parsed form has not. Times are parsed to one form. */
function fieldsBeside(json: unknown, parsed: unknown, path = ""): string[] {
  if (typeof json !== "object" || json === null || typeof parsed !== "object" || parsed === null) return []
  return Object.entries(json).flatMap(([name, value]) =>
    name in parsed ? fieldsBeside(value, Reflect.get(parsed, name), `${path}.${name}`) : [`${path}.${name}`],
  )
}

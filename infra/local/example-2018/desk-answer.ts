import * as z from "zod"

const refusal = z.object({ code: z.string(), obstacles: z.array(z.object({ code: z.string() })).default([]) })

/** A refusal of the breach desk. */
export class DeskRefusal extends Error {
  override readonly name = "DeskRefusal"
  readonly obstacles: readonly string[]

  constructor({ url, status }: Response, problem: unknown) {
    const { code, obstacles } = refusal.catch({ code: "unreadable", obstacles: [] }).parse(problem)
    const codes = obstacles.map((one) => one.code)
    super(`${new URL(url).pathname} was refused: ${status} ${code} ${codes.join(", ")}`.trim())
    this.obstacles = codes
  }
}

type Answered<Body> = { readonly data?: Body; readonly error?: unknown; readonly response: Response }

/** @throws DeskRefusal if the desk refuses */
export async function answered<Body>(call: Promise<Answered<Body>>): Promise<Body> {
  const { data, error, response } = await call
  if (data === undefined) throw new DeskRefusal(response, error)
  return data
}

/** The parameters of a call about a case. */
export const ofCase = (caseAlias: string) => ({ params: { path: { caseAlias } } })

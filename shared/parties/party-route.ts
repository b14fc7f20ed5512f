import type { AnswerOf, HttpRoute, RequestOf, RouteDeclaration } from "../base/platform/http-route.ts"
import type { Caller } from "./authenticate-party.ts"

/** A route that parties or visitors call, with its handler. */
export type Route = HttpRoute<Caller>

/** What answers a declared route. A refusal is thrown as HttpProblem. */
export type Handler<Declaration extends RouteDeclaration> = (
  request: RequestOf<Declaration, Caller>,
) => Promise<AnswerOf<Declaration>>

/** Binds a route to its handler. TypeScript refuses an answer that the route does not declare. */
export function handle<Declaration extends RouteDeclaration>(
  declaration: Declaration,
): (answer: Handler<Declaration>) => Route
export function handle(declaration: RouteDeclaration): (answer: Route["answer"]) => Route {
  return (answer) => ({ ...declaration, answer })
}

/** Binds each route of a list to the handler of its name, so that none is left out. */
export function serve<Declarations extends Readonly<Record<string, RouteDeclaration>>>(
  declarations: Declarations,
): (handlers: { readonly [Name in keyof Declarations]: Handler<Declarations[Name]> }) => Route[]
export function serve(declarations: Readonly<Record<string, RouteDeclaration>>) {
  return (handlers: Readonly<Record<string, Route["answer"]>>): Route[] =>
    Object.entries(declarations).flatMap(([name, declaration]) => {
      const { [name]: answer } = handlers
      return answer === undefined ? [] : [{ ...declaration, answer }]
    })
}

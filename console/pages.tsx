import type { QueryClient } from "@tanstack/react-query"
import { type ComponentType, lazy } from "react"
import { matchPath, matchRoutes, Navigate, type RouteObject, useLocation, useRoutes } from "react-router"
import { CaseLayout } from "./case/case-layout.tsx"
import { casePages } from "./case/case-pages.ts"
import { caseReading } from "./case/case-query.ts"
import { OverviewPage } from "./case/overview-page.tsx"
import { CasesPage } from "./cases/cases-page.tsx"

/** What begins to load a page before anything is drawn. */
type Load = () => Promise<ComponentType>

/** A page that is a file of its own, which is loaded once somebody goes there. */
function page(load: Load): { Component: ComponentType; handle: Load } {
  return { Component: lazy(async () => ({ default: await load() })), handle: load }
}

/** The addresses that parts of a case had as pages of their own: messages and bookmarks of people have them. */
const movedParts = casePages.flatMap(({ path, parts }) =>
  parts.filter((part) => part !== path).map((part) => ({ path: part, element: <Moved page={path} part={part} /> })),
)

function Moved({ page, part }: { readonly page: string; readonly part: string }) {
  const { hash } = useLocation()
  return <Navigate to={{ pathname: `../${page}`, hash: hash === "" ? part : hash }} replace />
}

/** Which page an address shows. Those that a mail or a sign-in leads to are loaded with the console. */
const routes: RouteObject[] = [
  { path: "/", element: <Navigate to="/cases" replace /> },
  { path: "cases", Component: CasesPage },
  {
    path: "cases/:caseAlias",
    Component: CaseLayout,
    children: [
      { index: true, Component: OverviewPage },
      { path: "facts", ...page(async () => (await import("./case/facts-page.tsx")).FactsPage) },
      { path: "exposures", ...page(async () => (await import("./exposures/exposures-page.tsx")).ExposuresPage) },
      { path: "documents", ...page(async () => (await import("./case/documents-page.tsx")).DocumentsPage) },
      { path: "duties", ...page(async () => (await import("./case/duties-page.tsx")).DutiesPage) },
      { path: "record", ...page(async () => (await import("./case/record-page.tsx")).RecordPage) },
      ...movedParts,
    ],
  },
  { path: "report", ...page(async () => (await import("./reports/report-page.tsx")).ReportPage) },
  { path: "lookups", ...page(async () => (await import("./lookups/lookups-page.tsx")).LookupsPage) },
  {
    path: "restrictions",
    ...page(async () => (await import("./restrictions/restrictions-page.tsx")).RestrictionsPage),
  },
  { path: "erasures", ...page(async () => (await import("./erasures/erasures-page.tsx")).ErasuresPage) },
  { path: "erasures/:erasureId", ...page(async () => (await import("./erasures/receipt-page.tsx")).ReceiptPage) },
  { path: "webhook", ...page(async () => (await import("./webhooks/webhook-page.tsx")).WebhookPage) },
  { path: "settings", ...page(async () => (await import("./settings/settings-page.tsx")).SettingsPage) },
  {
    path: "signed-in-again",
    ...page(async () => (await import("./frame/signed-in-again-page.tsx")).SignedInAgainPage),
  },
  { path: "*", ...page(async () => (await import("./frame/no-such-page.tsx")).NoSuchPage) },
]

/** Shows the page of the address. */
export const Pages = () => useRoutes(routes)

/** Begins to load the page of an address, and its case, so that neither waits for the other. */
export function beginPage(queries: QueryClient, pathname: string, asked: Promise<Response> | undefined): void {
  for (const { route } of matchRoutes(routes, pathname, "/desk") ?? []) void (route.handle as Load | undefined)?.()
  const caseAlias = matchPath("/desk/cases/:caseAlias/*", pathname)?.params.caseAlias
  if (caseAlias !== undefined) void queries.prefetchQuery(caseReading(caseAlias, asked))
}

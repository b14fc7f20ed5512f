import type { QueryClient } from "@tanstack/react-query"
import { type ComponentType, lazy } from "react"
import { matchPath, matchRoutes, Navigate, type RouteObject, useRoutes } from "react-router"
import { CaseLayout } from "./case/case-layout.tsx"
import { caseReading } from "./case/case-query.ts"
import { OverviewPage } from "./case/overview-page.tsx"
import { CasesPage } from "./cases/cases-page.tsx"

/** What begins to load a page before anything is drawn. */
type Load = () => Promise<ComponentType>

/** A page that is a file of its own, which is loaded once somebody goes there. */
function page(load: Load): { Component: ComponentType; handle: Load } {
  return { Component: lazy(async () => ({ default: await load() })), handle: load }
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
      { path: "exposures", ...page(async () => (await import("./exposures/exposures-page.tsx")).ExposuresPage) },
      { path: "own-log", ...page(async () => (await import("./own-log/own-log-page.tsx")).OwnLogPage) },
      { path: "assessment", ...page(async () => (await import("./case/assessment-page.tsx")).AssessmentPage) },
      { path: "facts", ...page(async () => (await import("./case/facts-page.tsx")).FactsPage) },
      { path: "documents", ...page(async () => (await import("./case/documents-page.tsx")).DocumentsPage) },
      { path: "notices", ...page(async () => (await import("./case/notices-page.tsx")).NoticesPage) },
      { path: "mail-merge", ...page(async () => (await import("./mail-merge/mail-merge-page.tsx")).MailMergePage) },
      { path: "duties", ...page(async () => (await import("./case/duties-page.tsx")).DutiesPage) },
      { path: "approvals", ...page(async () => (await import("./approvals/approvals-page.tsx")).ApprovalsPage) },
      { path: "notes", ...page(async () => (await import("./notes/notes-page.tsx")).NotesPage) },
      { path: "evidence", ...page(async () => (await import("./evidence/evidence-page.tsx")).EvidencePage) },
      { path: "timeline", ...page(async () => (await import("./case/timeline-page.tsx")).TimelinePage) },
      { path: "closing", ...page(async () => (await import("./case/closing-page.tsx")).ClosingPage) },
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
export function beginPage(queries: QueryClient, pathname: string): void {
  for (const { route } of matchRoutes(routes, pathname, "/desk") ?? []) void (route.handle as Load | undefined)?.()
  const caseAlias = matchPath("/desk/cases/:caseAlias/*", pathname)?.params.caseAlias
  if (caseAlias !== undefined) void queries.prefetchQuery(caseReading(caseAlias))
}

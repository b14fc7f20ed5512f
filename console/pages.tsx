import { Navigate, Route, Routes } from "react-router"
import { ApprovalsPage } from "./approvals/approvals-page.tsx"
import { AssessmentPage } from "./case/assessment-page.tsx"
import { CaseLayout } from "./case/case-layout.tsx"
import { ClosingPage } from "./case/closing-page.tsx"
import { DocumentsPage } from "./case/documents-page.tsx"
import { DutiesPage } from "./case/duties-page.tsx"
import { FactsPage } from "./case/facts-page.tsx"
import { NoticesPage } from "./case/notices-page.tsx"
import { OverviewPage } from "./case/overview-page.tsx"
import { TimelinePage } from "./case/timeline-page.tsx"
import { CasesPage } from "./cases/cases-page.tsx"
import { ErasuresPage } from "./erasures/erasures-page.tsx"
import { ReceiptPage } from "./erasures/receipt-page.tsx"
import { EvidencePage } from "./evidence/evidence-page.tsx"
import { ExposuresPage } from "./exposures/exposures-page.tsx"
import { NoSuchPage } from "./frame/no-such-page.tsx"
import { SignedInAgainPage } from "./frame/signed-in-again-page.tsx"
import { LookupsPage } from "./lookups/lookups-page.tsx"
import { MailMergePage } from "./mail-merge/mail-merge-page.tsx"
import { NotesPage } from "./notes/notes-page.tsx"
import { OwnLogPage } from "./own-log/own-log-page.tsx"
import { ReportPage } from "./reports/report-page.tsx"
import { RestrictionsPage } from "./restrictions/restrictions-page.tsx"
import { SettingsPage } from "./settings/settings-page.tsx"
import { WebhookPage } from "./webhooks/webhook-page.tsx"

/** Which page an address shows. */
export function Pages() {
  return (
    <Routes>
      <Route path="/" element={<Navigate to="/cases" replace />} />
      <Route path="/cases" element={<CasesPage />} />
      <Route path="/cases/:caseAlias" element={<CaseLayout />}>
        <Route index element={<OverviewPage />} />
        <Route path="exposures" element={<ExposuresPage />} />
        <Route path="own-log" element={<OwnLogPage />} />
        <Route path="assessment" element={<AssessmentPage />} />
        <Route path="facts" element={<FactsPage />} />
        <Route path="documents" element={<DocumentsPage />} />
        <Route path="notices" element={<NoticesPage />} />
        <Route path="mail-merge" element={<MailMergePage />} />
        <Route path="duties" element={<DutiesPage />} />
        <Route path="approvals" element={<ApprovalsPage />} />
        <Route path="notes" element={<NotesPage />} />
        <Route path="evidence" element={<EvidencePage />} />
        <Route path="timeline" element={<TimelinePage />} />
        <Route path="closing" element={<ClosingPage />} />
      </Route>
      <Route path="/report" element={<ReportPage />} />
      <Route path="/lookups" element={<LookupsPage />} />
      <Route path="/restrictions" element={<RestrictionsPage />} />
      <Route path="/erasures" element={<ErasuresPage />} />
      <Route path="/erasures/:erasureId" element={<ReceiptPage />} />
      <Route path="/webhook" element={<WebhookPage />} />
      <Route path="/settings" element={<SettingsPage />} />
      <Route path="/signed-in-again" element={<SignedInAgainPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  )
}

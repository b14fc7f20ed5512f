import { MailMergeOpener } from "../mail-merge/mail-merge-opener.tsx"
import { CasePage } from "./case-page.tsx"
import { DocumentsPart } from "./documents-part.tsx"
import { NoticesPart } from "./notices-part.tsx"

/** All that the party sends: documents, and notices to people. */
export const DocumentsPage = () => (
  <CasePage
    path="documents"
    parts={{ documents: <DocumentsPart />, notices: <NoticesPart />, "mail-merge": <MailMergeOpener /> }}
  />
)

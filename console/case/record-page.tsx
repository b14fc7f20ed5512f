import { EvidencePart } from "../evidence/evidence-part.tsx"
import { NotesPart } from "../notes/notes-part.tsx"
import { OwnLogPart } from "../own-log/own-log-part.tsx"
import { CasePage } from "./case-page.tsx"
import { TimelinePart } from "./timeline-part.tsx"

/** What is kept of the case: by the party for itself, and by the hub for everybody. */
export const RecordPage = () => (
  <CasePage
    path="record"
    parts={{
      notes: <NotesPart />,
      evidence: <EvidencePart />,
      "own-log": <OwnLogPart />,
      timeline: <TimelinePart />,
    }}
  />
)

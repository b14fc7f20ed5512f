import type { paths } from "../../client/api/generated/paths.ts"

/** The party's side of a case. */
export type CaseView = paths["/v1/cases/{caseAlias}"]["get"]["responses"][200]["content"]["application/json"]

/** A duty that the party owes. */
export type OwnDuty = CaseView["duties"][number]

/** Another party of the case, as far as this one may know it. */
export type OtherParty = CaseView["others"][number]

/** A duty that another party owes. */
export type OthersDuty = OtherParty["duties"][number]

/** A question of a law. */
export type LegalQuestion = CaseView["questions"][number]

/** What keeps a case open. */
export type Obstacle = NonNullable<CaseView["obstacles"]>[number]

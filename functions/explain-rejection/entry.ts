import { deployedIntake } from "../../shared/parties/intake/deployed-intake.ts"
import { explainRejection } from "../../shared/parties/intake/explain-rejection.ts"
import { rejectionPipeline } from "../../shared/parties/intake/rejection-pipeline.ts"

export const handler = rejectionPipeline({ ...deployedIntake(), explain: explainRejection })

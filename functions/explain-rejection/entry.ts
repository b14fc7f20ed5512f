import { deployedIntake } from "../../shared/parties/reception/deployed-intake.ts"
import { explainRejection, rejectionPipeline } from "../../shared/parties/reception/rejection-pipeline.ts"

export const handler = rejectionPipeline({ ...deployedIntake(), explain: explainRejection })

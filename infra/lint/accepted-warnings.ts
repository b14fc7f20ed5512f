import type { AcceptedWarning } from "./judge-findings.ts"

/** Every warning of cfn-lint that stays, and why. One that no template has any more fails the lint. No error stays. */
export const acceptedWarnings: readonly AcceptedWarning[] = [
  {
    rule: "W3005",
    message:
      /^'\w+Role\w+' dependency already enforced by a 'GetAtt' at 'Resources\/\w+\/Properties\/(Role|Target\/RoleArn)'$/,
    reason:
      "A function or a schedule must not be made before the policies of its role. The CDK writes that as a dependency " +
      "on the role and all that belongs to it, and names the role too. It is redundant, and does no harm.",
  },
  {
    rule: "W3005",
    message:
      /^'(Intake|Watch|Desk|Proof|Pages|Parties)' dependency already enforced by a 'GetAtt' at 'Resources\/\w+\/Properties\/FunctionName'$/,
    reason:
      "The same for a trigger, whose function and role are in the stack of their context within: there the dependency " +
      "on the role is one on that stack, which the trigger names too.",
  },
]

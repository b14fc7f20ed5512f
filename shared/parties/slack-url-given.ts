/** Said of a webhook in Slack's format with a `url`: whoever has the address of a Slack channel can write to it. */
export const slackUrlGiven =
  "the address of a Slack channel is a secret. Leave url out, put the address into the secret that secretName names, and have Slack make a new one if this file was shared"

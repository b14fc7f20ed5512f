import { randomBytes } from "node:crypto"

/** Gives an identifier that nobody can guess. Everything that needs randomness takes one of these. */
export type RandomId = () => string

/** 22 characters of base64url: 128 random bits and a little. */
export const randomId: RandomId = () => randomBytes(17).toString("base64url").slice(0, 22)

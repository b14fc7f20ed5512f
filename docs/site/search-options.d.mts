import type { Options, SearchOptions } from "minisearch"

export declare const searchOptions: Options
export declare const searchWeights: SearchOptions

export function main(args: readonly string[]): Promise<number>

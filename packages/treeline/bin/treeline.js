#!/usr/bin/env node
import { main } from '@treeline/cli'

process.exitCode = await main(process.argv.slice(2))

import { Journal, LocalStorageHandler } from '@treeline/local-storage'
import { liveLevels } from '@treeline/local-storage/levels'
import { attach } from './attach.js'

attach({ logging: { liveLevels }, handlers: { Journal, LocalStorageHandler } })

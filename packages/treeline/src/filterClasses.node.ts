// The filters that configurations may name and Python does not have.
import { registerClass } from '@treeline/core/config'
import { ContextFilter } from '@treeline/core/context'
import { FlightRecorder, Redactor, SamplingFilter, ThrottleFilter } from '@treeline/core/filters'

registerClass('treeline.ContextFilter', ContextFilter, { keywords: [] })
registerClass('treeline.Redactor', Redactor, { keywords: ['paths', 'patterns', 'censor'] })
registerClass('treeline.ThrottleFilter', ThrottleFilter, { keywords: ['limit', 'seconds', 'by'] })
registerClass('treeline.SamplingFilter', SamplingFilter, {
  positional: ['rate'],
  required: ['rate'],
  keywords: ['always', 'by'],
})
registerClass('treeline.FlightRecorder', FlightRecorder, {
  positional: ['capacity'],
  required: ['capacity'],
  keywords: ['target', 'passLevel', 'flushLevel', 'requests', 'by'],
})

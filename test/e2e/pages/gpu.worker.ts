/** The worker of the graphics card, whose device can be destroyed from outside. */

import './gpu-fault.ts';
import '../../../src/adapters/miner/gpu/gpu.worker.ts';

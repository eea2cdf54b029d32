#!/usr/bin/env node
import { startKernel } from "./kernel";

startKernel(process.argv[3]);

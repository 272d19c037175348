import './trusted-types.ts';
import { connect } from '../worker/bridge.ts';
import { connectImport } from '../worker/import-bridge.ts';
import { connectPlayer } from '../worker/player/bridge.ts';
import { connectSplats } from '../worker/splats/bridge.ts';
import { mount } from './mount.tsx';

mount(document.getElementById('root')!, connect(), connectImport, connectPlayer(), connectSplats());

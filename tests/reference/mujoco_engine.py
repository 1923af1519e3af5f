"""As much of MuJoCo's Python package as Gymnasium's environments need, over Debian's library.

Debian has MuJoCo 2.2.2 without its Python package. ``install()`` makes ``import mujoco`` find this instead, so that
Gymnasium's own environments run on it, unchanged. Needs libmujoco-dev and a C compiler.
"""

import ctypes
import os
import subprocess
import sys
import tempfile
import types

import numpy as np

_FIELDS_C = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mujoco", "fields.c")
_DTYPES = {b"d": np.float64, b"i": np.int32, b"f": np.float32, b"b": np.uint8}
_BODY = 1  # mjOBJ_BODY


def _load():
    with tempfile.TemporaryDirectory() as folder:
        library = os.path.join(folder, "fields.so")
        subprocess.run(["cc", "-std=c11", "-shared", "-fPIC", "-o", library, _FIELDS_C, "-lmujoco"], check=True)
        fields = ctypes.CDLL(library)
    engine = ctypes.CDLL("libmujoco.so", mode=ctypes.RTLD_GLOBAL)
    pointer = ctypes.c_void_p
    for function in (engine.mj_loadXML, engine.mj_makeData, fields.model_field, fields.data_field):
        function.restype = pointer
    engine.mj_versionString.restype = ctypes.c_char_p
    return engine, fields


_ENGINE, _FIELDS = _load()
VERSION = _ENGINE.mj_versionString().decode()


def _array(find, *arguments):
    """The engine's own memory as an array, (rows, cols) or (rows) where there is one column."""
    kind, rows, cols = ctypes.c_char(), ctypes.c_int(), ctypes.c_int()
    address = find(*arguments, ctypes.byref(kind), ctypes.byref(rows), ctypes.byref(cols))
    if address is None:
        return None
    dtype = np.dtype(_DTYPES[kind.value])
    shape = (rows.value, cols.value) if cols.value > 1 else (rows.value,)
    size = int(np.prod(shape)) * dtype.itemsize
    memory = (ctypes.c_char * size).from_address(address) if size else bytearray()
    return np.frombuffer(memory, dtype=dtype).reshape(shape)


class MjModel:

    def __init__(self, address):
        self.address = ctypes.c_void_p(address)
        self.opt = types.SimpleNamespace(timestep=float(self.field("opt.timestep")[0]))
        self.vis = types.SimpleNamespace(global_=types.SimpleNamespace(offwidth=0, offheight=0))

    @staticmethod
    def from_xml_path(path):
        error = ctypes.create_string_buffer(1000)
        address = _ENGINE.mj_loadXML(path.encode(), None, error, 1000)
        if not address:
            raise ValueError(error.value.decode())
        return MjModel(address)

    def field(self, name):
        return _array(_FIELDS.model_field, self.address, name.encode())

    def __getattr__(self, name):
        values = self.field(name)
        if values is None:
            raise AttributeError(name)
        return int(values[0]) if values.shape == (1,) and values.dtype == np.int32 and name.startswith("n") else values

    def body_id(self, name):
        return _ENGINE.mj_name2id(self.address, _BODY, name.encode())


class MjData:

    def __init__(self, model):
        self.model = model
        self.address = ctypes.c_void_p(_ENGINE.mj_makeData(model.address))

    def __getattr__(self, name):
        values = _array(_FIELDS.data_field, self.model.address, self.address, name.encode())
        if values is None:
            raise AttributeError(name)
        return values

    def body(self, name):
        return types.SimpleNamespace(xpos=self.xpos[self.model.body_id(name)])


def mj_step(model, data, nstep=1):
    for _ in range(nstep):
        _ENGINE.mj_step(model.address, data.address)


def mj_forward(model, data):
    _ENGINE.mj_forward(model.address, data.address)


def mj_resetData(model, data):
    _ENGINE.mj_resetData(model.address, data.address)


def mj_rnePostConstraint(model, data):
    _ENGINE.mj_rnePostConstraint(model.address, data.address)


class _NoRenderer:

    def __init__(self, *arguments):
        pass

    def close(self):
        pass


def install():
    """Lets Gymnasium find this module as MuJoCo, and nothing to draw with."""
    module = sys.modules[__name__]
    module.__version__ = VERSION
    sys.modules["mujoco"] = module
    renderer = types.ModuleType("gymnasium.envs.mujoco.mujoco_rendering")
    renderer.MujocoRenderer = _NoRenderer
    sys.modules[renderer.__name__] = renderer

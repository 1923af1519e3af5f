package drl.cuda;

import jcuda.driver.CUdeviceptr;

/// An address on the device, in the shape that JCuda takes and with the number that it hides.
final class Address extends CUdeviceptr {

    private static final CUdeviceptr ZERO = new CUdeviceptr();

    /// To be filled by an allocation.
    Address() {
    }

    /// A number that is known.
    Address(long value) {
        super(ZERO, value); // JCuda adds base and offset
    }

    long value() {
        return getNativePointer() + getByteOffset();
    }
}

from gongzhi.kernel.matters.declarations import Procedure


def bpmn_xml(procedure: Procedure) -> bytes:
    return b""
